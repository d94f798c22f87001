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
  readonly jobs?: string;
  readonly resume?: boolean;
  readonly mode?: string;
  readonly knee?: string;
  readonly objective?: string;
  readonly constraint?: readonly string[];
  readonly top?: string;
  readonly wide?: boolean;
  readonly exhaustive?: boolean;
  readonly design?: boolean;
  readonly find?: string;
  readonly keep?: string;
  readonly deadline?: string;
  readonly gpu?: string;
  readonly gpus?: string;
  readonly op?: string;
  readonly sizes?: string;
  readonly ranks?: string;
  readonly algorithm?: string;
  readonly skew?: string;
  readonly perNode?: string;
  readonly spec?: string;
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
    help: 'a,b,c or from..to[:step or :xN]; & links fields (repeatable: all pairs)',
    repeatable: true,
  },
  fields: { flags: '--fields <names>', help: 'result fields to print, with commas; ? lists them' },
  pareto: { flags: '--pareto <fields>', help: 'only the points that no other beats in all of these' },
  shard: { flags: '--shard <i/n>', help: 'only part i of n; merge joins the parts' },
  jobs: { flags: '--jobs <n>', help: 'threads that share long work; the output is the same (default: 1)' },
  resume: { flags: '--resume', help: 'go on after the last whole row of the -o file (not Parquet)' },
  mode: {
    flags: '--mode <name>',
    help: 'the whole batch for any count of GPUs, or the same batch a GPU',
    choices: ['strong', 'weak'],
  },
  knee: { flags: '--knee <share>', help: 'share of the first GPUs that an added one must bring (default: 50 %)' },
  objective: { flags: '--objective <field>', help: 'result field to make best (default: training.step_time_s)' },
  constraint: {
    flags: '--constraint <gate>',
    help: "what must hold: 'power.facility_w <= 2 MW', 'plan.tensor == 8' (repeatable)",
    repeatable: true,
  },
  top: { flags: '--top <count>', help: 'how many to show (default: 5)' },
  wide: {
    flags: '--wide',
    help: 'uncommon plans too: every schedule, sharding, overlap and recomputation',
  },
  exhaustive: { flags: '--exhaustive', help: 'time every plan that fits, without bounds' },
  design: { flags: '--design', help: 'search clusters over the fields of --vary (default: kinds, ratios)' },
  find: {
    flags: '--find <question>',
    help: 'an inverse question',
    choices: ['oversubscription', 'nic-bandwidth', 'gpus'],
  },
  keep: { flags: '--keep <share>', help: 'throughput that --find must keep (default: 95 %)' },
  deadline: { flags: '--deadline <time>', help: 'longest run for --find gpus: 30 d' },
  gpu: { flags: '--gpu <id>', help: 'GPU type of the catalog' },
  gpus: { flags: '--gpus <count>', help: 'GPUs in the cluster; of scale: 64..65536 (doubling), or a list' },
  op: {
    flags: '--op <name>',
    help: 'all-reduce, reduce-scatter, all-gather, broadcast, reduce, all-to-all, send-recv; barrier of collective',
  },
  sizes: { flags: '--sizes <sizes>', help: 'message sizes: 8..16G, doubling, or a list 1M,64M,1G' },
  ranks: {
    flags: '--ranks <count>',
    help: 'ranks in the group (default: all GPUs of the job; of a log, what it says)',
  },
  algorithm: { flags: '--algorithm <name>', help: 'this algorithm instead of the fastest' },
  skew: { flags: '--skew <factor>', help: 'all-to-all: load of the busiest rank over the mean (default: 1)' },
  perNode: { flags: '--per-node <count>', help: 'ranks on each node, where a log does not say it' },
  spec: { flags: '--spec <file>', help: 'the measured cluster: tells a healthy network from a sick one' },
  color: { flags: '--color <when>', help: 'colour', choices: colorFlags },
};
