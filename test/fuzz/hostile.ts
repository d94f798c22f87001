/** Texts made to hurt a YAML reader, each laid over a good spec so that the rest is innocent. */
export function hostileTexts(good: string): readonly (string | Uint8Array)[] {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 10; level++) {
    const alias = `*${String.fromCharCode(96 + level)}`;
    const name = String.fromCharCode(97 + level);
    bomb.push(`${name}: &${name} [${Array(10).fill(alias).join(', ')}]`);
  }
  const utf16 = new Uint8Array(2 + good.length * 2);
  utf16.set([0xff, 0xfe]);
  for (let i = 0; i < good.length; i++) utf16[2 + i * 2] = good.charCodeAt(i);
  const latin1 = Uint8Array.from(`${good}\nname: caf`, (c) => c.charCodeAt(0));
  return [
    '',
    ' \n \n',
    '# only a comment\n',
    '\u0000',
    '42',
    'true',
    '- a\n- b\n',
    `${bomb.join('\n')}\n${good}`,
    `a: &a [*a]\n${good}`,
    `x: *nowhere\n${good}`,
    `${good}\ngpus: { type: h100-sxm, count: 8 }\n`,
    `${good}\n__proto__: { polluted: true }\n`,
    `${good}\nconstructor: { prototype: { polluted: true } }\n`,
    `${good}\n---\n${good}`,
    `%TAG ! tag:example.com,2000:\n---\n${good}`,
    `${good}\nname: !!js/function "function () {}"\n`,
    `${good}\ndefaults: &d { count: 8 }\nother: { <<: *d }\n`,
    `${good}\n1: one\n`,
    `${good}\n? [complex, key]\n: value\n`,
    `${good}\ndeep: ${'['.repeat(5000)}${']'.repeat(5000)}\n`,
    `${good}\ndeep: ${'{a: '.repeat(300)}1${'}'.repeat(300)}\n`,
    Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}k:`).join('\n'),
    `${good}\nlong: "${'x'.repeat(200_000)}"\n`,
    `${good}\n# ${'x'.repeat(1_200_000)}\n`,
    `${good}\nnumber: .inf\n`,
    `${good}\nnumber: .nan\n`,
    good.replace('1024', '.inf'),
    good.replace('1024', '.nan'),
    good.replace('1024', '1e400'),
    good.replace('1024', '9'.repeat(400)),
    good.replace('h100-sxm', 'h1OO-sxm'),
    good.replace('h100-sxm', '"h100-sxm\u0000"'),
    good.replaceAll('\n', '\r'),
    good.replaceAll('\n', '\r\n'),
    good.replaceAll('  ', '\t'),
    `\ufeff${good}`,
    `\ufeff\ufeff${good}`,
    utf16,
    Uint8Array.of(...latin1, 0xe9),
    Uint8Array.of(0xc0, 0x80, 0xf8, 0x88),
    Uint8Array.from({ length: 512 }, (_, i) => (i * 97) % 256),
  ];
}
