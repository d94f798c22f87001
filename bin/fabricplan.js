#!/usr/bin/env node
const { main } = require('./cached-bundle.js').load(`${__dirname}/../dist/cli.cjs`).exports;
// All output has left by then; ending here saves tearing the heap down.
main(process).then((exitCode) => process.exit(exitCode));
