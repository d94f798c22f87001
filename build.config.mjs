import { rm } from 'node:fs/promises';
import { build } from 'esbuild';

/**
 * `npm run build`: src/cli/main.ts and everything it needs, packages and catalog included, into dist/. Commands that load
 * lazily (`await import`) become chunks of their own, so that start-up pays only for what runs.
 */
await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: { cli: 'src/cli/main.ts' },
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minify: true,
  legalComments: 'linked',
  // commander and cli-table3 are CommonJS and ask for Node's own modules with require.
  banner: {
    js: "import { createRequire as nodeRequire } from 'node:module'; const require = nodeRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
