import { colorFlags } from './color.ts';

/** Every option of every command, parsed. Absent means not given. */
export interface OptionValues {
  readonly format?: string;
  readonly set?: readonly string[];
  readonly output?: readonly string[];
  readonly explain?: string;
  readonly strictAssumptions?: boolean;
  readonly all?: boolean;
  readonly range?: boolean;
  readonly failOn?: readonly string[];
  readonly policy?: readonly string[];
  readonly vary?: readonly string[];
  readonly fields?: string;
  readonly pareto?: string;
  readonly shard?: string;
  readonly resume?: boolean;
  readonly gpu?: string;
  readonly gpus?: string;
  readonly op?: string;
  readonly sizes?: string;
  readonly ranks?: string;
  readonly simulate?: boolean;
  readonly color?: string;
}

export type OptionName = keyof OptionValues;

export interface OptionSpec {
  readonly flags: string;
  readonly help: string;
  readonly choices?: readonly string[];
  /** May be given several times. */
  readonly repeatable?: true;
}

/** The one table of options: parsing and help read it. `--format` gets its choices from the command. */
export const optionTable: Readonly<Record<OptionName, OptionSpec>> = {
  format: { flags: '--format <name>', help: 'how to print it' },
  set: { flags: '--set <path=value>', help: 'override a spec key (repeatable)', repeatable: true },
  output: {
    flags: '-o, --output <file>',
    help: 'also write here; the ending picks the format (repeatable)',
    repeatable: true,
  },
  explain: { flags: '--explain <field>', help: 'formula, inputs and origins of one result field' },
  strictAssumptions: { flags: '--strict-assumptions', help: 'exit 2 if any default was used' },
  simulate: { flags: '--simulate', help: 'check capacities against a simulation of every flow' },
  range: { flags: '--range', help: 'money and power at low, typical and high prices' },
  all: { flags: '--all', help: 'show zero and minor rows too' },
  failOn: {
    flags: '--fail-on <gate>',
    help: "exit 1 unless '<field> <op> <value>' holds; +5% is relative to the base (repeatable)",
    repeatable: true,
  },
  policy: { flags: '--policy <file>', help: 'gates from a YAML file (repeatable)', repeatable: true },
  vary: {
    flags: '--vary <path=values>',
    help: 'a,b,c or from..to[:step or :xN]; & joins fields that advance together (repeatable: cross product)',
    repeatable: true,
  },
  fields: { flags: '--fields <names>', help: 'result fields to print, with commas; ? lists them' },
  pareto: { flags: '--pareto <fields>', help: 'only the points that no other beats in all of these' },
  shard: { flags: '--shard <i/n>', help: 'only part i of n; merge joins the parts' },
  resume: { flags: '--resume', help: 'go on after the last whole row of the -o file' },
  gpu: { flags: '--gpu <id>', help: 'GPU type of the catalog' },
  gpus: { flags: '--gpus <count>', help: 'GPUs in the cluster' },
  op: { flags: '--op <name>', help: 'operation' },
  sizes: { flags: '--sizes <sizes>', help: 'message sizes: 8..16G, doubling, or a list 1M,64M,1G' },
  ranks: { flags: '--ranks <count>', help: 'ranks in the group (default: all GPUs of the job)' },
  color: { flags: '--color <when>', help: 'colour', choices: colorFlags },
};
