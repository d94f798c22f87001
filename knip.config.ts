import type { KnipConfig } from 'knip';

/** Entry points are found in the scripts of package.json and in vitest's configuration. */
const config: KnipConfig = {
  entry: ['src/cli/main.ts'],
  project: ['src/**/*.ts', 'test/**/*.ts', '*.config.*'],
  // A type is exported so that a signature can be named; nobody importing it yet is no defect. Values are different.
  rules: { types: 'off' },
};

export default config;
