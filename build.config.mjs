import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { build } from 'esbuild';

/**
 * `npm run build`: src/cli/main.ts and everything it needs, packages included, into one file, dist/cli.cjs, the catalog
 * beside it, and V8's code cache of what `analyze` runs. Commands are imported lazily; in one CommonJS file that means their
 * code is neither compiled nor run until it is called. (Chunks of ES modules were measured 50 ms slower to start.)
 */
const root = import.meta.dirname;
const bundle = join(root, 'dist/cli.cjs');

/** The catalog beside the bundle, as JSON text in ASCII: it would be copied into the code cache and back at every start. */
const catalogBeside = {
  name: 'catalog-beside',
  setup(esbuild) {
    esbuild.onLoad({ filter: /catalog\.json$/ }, async ({ path }) => {
      const text = JSON.stringify(JSON.parse(await readFile(path, 'utf8'))).replace(
        /[^ -~]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
      await writeFile(join(root, 'dist/catalog.json'), text);
      const contents =
        "module.exports = JSON.parse(require('node:fs').readFileSync(__dirname + '/catalog.json', 'latin1'));";
      return { contents, loader: 'js' };
    });
  },
};

/** Packages that few calls need and that are much of the bundle: files of their own, read when they are asked for. */
const APART = ['@hpcc-js/wasm-graphviz', 'hyparquet', 'hyparquet-writer'];
const fileOf = (name) => `${name.split('/').at(-1)}.cjs`;
const packagesApart = {
  name: 'packages-apart',
  setup(esbuild) {
    esbuild.onResolve({ filter: new RegExp(`^(${APART.join('|')})$`) }, ({ path }) => ({
      path: `./${fileOf(path)}`,
      external: true,
    }));
  },
};

/** commander starts other programs for subcommands of their own, which this one has not: a fifth of its load time. */
const withoutChildProcesses = {
  name: 'without-child-processes',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^node:child_process$/ }, () => ({ path: 'child_process', namespace: 'absent' }));
    esbuild.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'module.exports = {};', loader: 'js' }));
  },
};

await rm(join(root, 'dist'), { recursive: true, force: true });
await mkdir(join(root, 'dist'));
await build({
  absWorkingDir: root,
  entryPoints: ['src/cli/main.ts'],
  outfile: bundle,
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  minify: true,
  charset: 'ascii',
  supported: { 'dynamic-import': false },
  legalComments: 'linked',
  // The command decides colour by itself and always passes a level, so chalk need not look at terminals.
  alias: { '#supports-color': './node_modules/chalk/source/vendor/supports-color/browser.js' },
  plugins: [catalogBeside, packagesApart, withoutChildProcesses],
  logLevel: 'warning',
});
for (const name of APART) {
  await build({
    absWorkingDir: root,
    stdin: { contents: `export * from '${name}';`, resolveDir: root },
    outfile: join(root, 'dist', fileOf(name)),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minify: true,
    charset: 'ascii',
    legalComments: 'linked',
    logLevel: 'warning',
  });
}

const collect = (chunks) =>
  new Writable({
    write(chunk, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
const { cacheOf, load } = createRequire(import.meta.url)('./bin/cached-bundle.js');
const { exports, script } = load(bundle);
// The larger config last: V8 drops the code of functions that the search of the minimal one leaves unused for a while.
for (const [spec, format] of [
  ['minimal', 'json'],
  ['h100-16384-llama-3.1-405b', 'json'],
  ['h100-16384-llama-3.1-405b', 'table'],
]) {
  const argv = ['node', 'fabricplan', 'analyze', join(root, `configs/${spec}.yaml`), '--format', format];
  const { env, stdin } = process;
  const talk = [];
  const exitCode = await exports.main({ argv, env, stdin, stdout: collect([]), stderr: collect(talk), once: () => {} });
  if (exitCode !== 0) throw new Error(`the bundle cannot analyze configs/${spec}.yaml\n${talk.join('')}`);
}
await writeFile(cacheOf(bundle), script.createCachedData());
