import type { KnipConfig } from 'knip';

const config: KnipConfig = {
  entry: ['src/cli/main.ts', 'bin/fabricplan.js', 'build.config.mjs', 'test/validation/main.ts', 'test/bench/main.ts'],
  project: ['src/**/*.ts', 'test/**/*.ts', '*.config.*', '.dependency-cruiser.mjs'],
  ignoreDependencies: ['@vitest/coverage-v8'],
};

export default config;
