#!/usr/bin/env node
const { main } = require('./cached-bundle.js').load(`${__dirname}/../dist/cli.cjs`).exports;
main(process).then((exitCode) => (process.exitCode = exitCode));
