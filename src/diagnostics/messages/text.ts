import { create } from '../create.ts';
import type { Diagnostic, Where } from '../diagnostic.ts';
import { printable, quote } from '../printable.ts';

/** FP110. */
export const badSyntax = (where: Where, message: string, help?: string): Diagnostic =>
  create('FP110', where, { message, help });

/** FP111. */
export const duplicateKey = (where: Where, key: string, firstLine: number): Diagnostic =>
  create('FP111', where, {
    message: `duplicate key ${quote(key)}`,
    label: `first given on line ${firstLine}`,
    help: 'keep one of them',
  });

/** FP112. */
export const unsafeKey = (where: Where, key: string): Diagnostic =>
  create('FP112', where, { message: `the key ${quote(key)} is never accepted`, help: 'remove it' });

/** FP113. */
export const mergeKey = (where: Where): Diagnostic =>
  create('FP113', where, {
    message: 'the merge key "<<" is not supported',
    help: 'repeat the keys, or start from another file with `extends: base.yaml`',
  });

/** FP114. `kind` says what it is: "a number", "a list". `text` is how the key is written, where quotes would help. */
export const keyNotText = (where: Where, kind: string, text?: string): Diagnostic =>
  create('FP114', where, {
    message: `a key must be text, not ${kind}`,
    help: text === undefined ? 'write a word as the key' : `write ${quote(text)} in quotes if this name is meant`,
  });

/** FP115. */
export const tagRefused = (where: Where, tag: string): Diagnostic =>
  create('FP115', where, { message: `the tag ${quote(tag)} is not accepted`, help: 'write the plain value' });

/** FP115. */
export const directiveRefused = (where: Where, directive: string): Diagnostic =>
  create('FP115', where, {
    message: `the directive ${quote(directive)} is not accepted`,
    help: 'remove the line; specs are YAML 1.2',
  });

/** FP116. */
export const aliasWithoutAnchor = (where: Where, name: string): Diagnostic =>
  create('FP116', where, {
    message: `no anchor "&${printable(name).slice(0, 60)}" stands before this alias`,
    help: 'define it earlier, or put text that starts with * in quotes',
  });

/** FP116. */
export const aliasInsideItself = (where: Where, name: string): Diagnostic =>
  create('FP116', where, {
    message: `the alias "*${printable(name).slice(0, 60)}" stands inside the value it repeats`,
    help: 'write the value out',
  });

/** FP117. `limit` names it: "100 aliases". */
export const aliasesRepeat = (where: Where, limit: string): Diagnostic =>
  create('FP117', where, {
    message: `aliases repeat more than ${limit}`,
    help: 'write the values out, or split the spec with `extends`',
  });

/** FP118. */
export const tooDeep = (where: Where, levels: number): Diagnostic =>
  create('FP118', where, { message: `nested more than ${levels} levels deep`, help: 'flatten the value' });

/** FP119. `what` has more than `limit`: "the file", "1 MiB". */
export const tooLarge = (where: Where, what: string, limit: string): Diagnostic =>
  create('FP119', where, { message: `${what} has more than ${limit}`, help: 'check that it is the right file' });

/** FP120. `reason` completes the message: "it is UTF-16", "byte 0xC3 at offset 12 begins no character". */
export const notUtf8 = (where: Where, reason: string): Diagnostic =>
  create('FP120', where, { message: `the file is not UTF-8: ${reason}`, help: 'save it as UTF-8' });

/** FP121. */
export const controlCharacter = (where: Where, codePoint: number): Diagnostic => {
  const name = codePoint === 0 ? 'NUL' : `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
  return create('FP121', where, {
    message: `the text has a control character (${name})`,
    help: codePoint === 0 ? 'this looks like a binary file' : 'remove it',
  });
};

/** FP122. */
export const emptyFile = (where: Where): Diagnostic =>
  create('FP122', where, { message: 'the file is empty', help: 'start from: fabricplan init' });

/** FP123. */
export const severalDocuments = (where: Where): Diagnostic =>
  create('FP123', where, {
    message: 'a second document starts here',
    help: 'put each spec in its own file, or remove the "---"',
  });

/** FP124. `found` in words: "a list". */
export const notMapping = (where: Where, found: string, example: string): Diagnostic =>
  create('FP124', where, {
    message: `expected keys and values, found ${found}`,
    help: `write lines such as "${example}"`,
  });

/** FP125. */
export const notFinite = (where: Where, text: string): Diagnostic =>
  create('FP125', where, { message: `${quote(text)} is not a finite number`, help: 'write a number' });

/** FP126. `reason` as the system says it, in words: "no such file". `namedBy` is the file that refers to it. */
export const unreadableFile = (where: Where, file: string, reason: string): Diagnostic =>
  create('FP126', where, {
    message: `cannot read ${quote(file)}: ${reason}`,
    help: 'check the path and the permissions',
  });

/** FP127. `chain` are the files from the first to the repeated one. */
export const extendsCycle = (where: Where, chain: readonly string[]): Diagnostic =>
  create('FP127', where, {
    message: `"extends" goes in a circle: ${chain.map((file) => printable(file)).join(' -> ')}`,
    help: 'let each spec extend one that stands on its own',
  });

/** FP127. */
export const extendsTooDeep = (where: Where, limit: number): Diagnostic =>
  create('FP127', where, { message: `"extends" is chained more than ${limit} deep`, help: 'merge some of the bases' });

/** FP128. `reason` completes: "has no = sign". */
export const badOverride = (where: Where, override: string, reason: string, help?: string): Diagnostic =>
  create('FP128', where, {
    message: `--set ${quote(override)} ${reason}`,
    help: help ?? 'write --set path=value, as in --set gpus.count=2048',
  });

/** FP129. */
export const badModelConfig = (where: Where, reason: string, help?: string): Diagnostic =>
  create('FP129', where, {
    message: `the model configuration cannot be used: ${reason}`,
    help: help ?? 'give the config.json of a causal language model, or describe the model inline',
  });
