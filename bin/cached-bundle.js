/**
 * Loads a CommonJS bundle with V8's code cache beside it (`cli.cjs`, `cli.cache`), which saves compiling it: half of the
 * start-up. `npm run build` writes the cache. V8 refuses a cache of another version or other flags by itself and compiles
 * as usual, so a missing or foreign cache costs time and nothing else. CommonJS, because Node's module loader starts
 * faster for it and `vm.Script` takes a cache for it.
 */
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { dirname } = require('node:path');
const { Script } = require('node:vm');

const cacheOf = (file) => file.replace(/\.cjs$/, '.cache');

function readCache(file) {
  try {
    return readFileSync(cacheOf(file));
  } catch {
    return undefined;
  }
}

function load(file) {
  // The bundle is ASCII, and latin1 is the fastest way to read that.
  const source = readFileSync(file, 'latin1');
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${source}\n})`;
  const script = new Script(wrapped, { filename: file, cachedData: readCache(file) });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file));
  return { exports: module.exports, script };
}

module.exports = { cacheOf, load };
