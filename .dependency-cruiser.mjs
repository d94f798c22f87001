/**
 * The house has one way through it: a room imports only from rooms before it. The order is the architecture.
 * `test/tooling/layering.test.ts` plants violations and checks that these rules still catch them.
 */
const order = [
  ['units'],
  ['diagnostics'],
  ['catalog'],
  ['spec'],
  ['result'],
  ['model', 'compute', 'fabric'],
  ['collectives'],
  ['training'],
  ['economics'],
  ['evaluation'],
  ['planning'],
  ['report'],
  ['cli'],
];

const room = (names) => `^src/(${names.join('|')})/`;

const noGoingBack = order.slice(0, -1).map((names, level) => ({
  name: `no-going-back-from-${names.join('-')}`,
  severity: 'error',
  comment:
    'Text becomes a plan, a plan becomes a result, a result becomes output. A room that imports a later one turns that way into a knot.',
  from: { path: room(names) },
  to: { path: room(order.slice(level + 1).flat()) },
}));

/** Rooms that are plain arithmetic: they must run without files, clock or terminal, in a browser too. */
const pureRooms = [
  'units',
  'diagnostics',
  'model',
  'compute',
  'fabric',
  'collectives',
  'training',
  'economics',
  'evaluation',
  'planning',
];

/** Rooms that may use packages, and which. Everything else must not grow a dependency by accident. */
const packagesOfRoom = {
  catalog: ['yaml', 'zod'],
  spec: ['yaml', 'zod', 'csv-parse'],
  result: ['zod'],
  report: [
    'cli-table3',
    'csv-parse',
    'csv-stringify',
    'hyparquet',
    'hyparquet-writer',
    'simple-ascii-chart',
    '@hpcc-js/wasm-graphviz',
  ],
  cli: ['commander', 'chalk'],
};

const onlyTheirPackages = Object.entries(packagesOfRoom).map(([name, packages]) => ({
  name: `packages-of-${name}`,
  severity: 'error',
  comment: `src/${name} needs ${packages.join(' and ')}; another package here wants a reason, written into this rule and the README.`,
  from: { path: room([name]) },
  to: {
    dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'],
    dependencyTypesNot: ['type-only'],
    pathNot: `^node_modules/(${packages.join('|')})/`,
  },
}));

/** Run by `npm run generate`, never by a user. */
const buildSteps = '^src/catalog/(generate|sources)\\.ts$';

export default {
  forbidden: [
    ...noGoingBack,
    ...onlyTheirPackages,
    {
      name: 'the-calculator-is-pure',
      severity: 'error',
      comment:
        'The calculator must run anywhere, a million times, with the same answer: no files, no clock, no terminal, no packages.',
      from: { path: room(pureRooms) },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'input-and-output-only-in-cli',
      severity: 'error',
      comment:
        'Files, environment and clock are handed in by cli, so that every other room can be tested without them.',
      from: { path: '^src/(?!cli/)[^/]+/', pathNot: buildSteps },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'the-judge-reads-only-the-description',
      severity: 'error',
      comment:
        'The flow-level simulator checks the closed forms of the fabric; a formula that both used would be checked against itself. Of the rest of src/fabric it reads types.ts alone, the shape of a built fabric.',
      from: { path: '^src/fabric/simulator/' },
      to: { path: '^src/fabric/(?!simulator/|types\\.ts$)' },
    },
    {
      name: 'the-judged-do-not-ask-the-judge',
      severity: 'error',
      comment: 'Closed forms stay closed: none may call the simulator that checks it.',
      from: { path: '^src/fabric/(?!simulator/)' },
      to: { path: '^src/fabric/simulator/' },
    },
    {
      name: 'build-steps-stay-out-of-the-command',
      severity: 'error',
      comment:
        'What compiles the catalog before the build reads files; the command finds the compiled JSON in its bundle.',
      from: { path: '^src/', pathNot: buildSteps },
      to: { path: buildSteps },
    },
    {
      name: 'chalk-only-in-color',
      severity: 'error',
      comment:
        'The default chalk instance ignores NO_COLOR and describes stdout only; src/cli/color.ts builds one painter per stream. Types are free.',
      from: { path: '^src/', pathNot: '^src/cli/color\\.ts$' },
      to: { path: 'node_modules/chalk/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      comment: 'What ships must not lean on what checks it.',
      from: { path: '^src/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment:
        'Two files that need each other at run time are one file, or lack a third. Types may refer to each other.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'An import that does not resolve escapes every other rule.',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
