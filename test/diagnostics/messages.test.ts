import { describe, expect, it } from 'vitest';
import { CODES } from '../../src/diagnostics/codes.ts';
import { atPath, type Diagnostic, dottedPath, hasErrors } from '../../src/diagnostics/diagnostic.ts';
import * as consistency from '../../src/diagnostics/messages/consistency.ts';
import * as feasibility from '../../src/diagnostics/messages/feasibility.ts';
import * as gates from '../../src/diagnostics/messages/gates.ts';
import * as notes from '../../src/diagnostics/messages/notes.ts';
import * as schema from '../../src/diagnostics/messages/schema.ts';
import * as text from '../../src/diagnostics/messages/text.ts';
import * as usage from '../../src/diagnostics/messages/usage.ts';

const here = atPath('a.b');

/** One of each, as a reader would meet it. */
const SAMPLES: readonly (readonly [Diagnostic, string])[] = [
  [schema.unknownKey(here, 'oversubscriptoin', ['oversubscription']), 'did you mean "oversubscription"?'],
  [schema.unknownKey(here, 'zzz', ['type', 'count']), 'keys here: type or count'],
  [schema.unknownId(here, 'NIC', 'cx9', ['cx7-400'], 'fabricplan catalog nics'), 'fabricplan catalog nics'],
  [schema.wrongType(here, 'a number', '8192'), 'write 8192 without quotes'],
  [schema.wrongType(here, 'true or false', 'yes'), 'write true without quotes'],
  [schema.wrongType(here, 'true or false', 'Off'), 'write false without quotes'],
  [schema.wrongType(here, 'a number', [1]), 'a.b must be a number, not a list'],
  [schema.wrongType(here, 'a list', null), 'not nothing'],
  [schema.badQuantity(here, '400 gb', 'is ambiguous', 'write 400 Gb/s'), '"400 gb" is ambiguous'],
  [schema.outOfRange(here, 0, 'at least 1'), 'a.b must be at least 1, not 0'],
  [schema.missingKey(here, 'type', 'type: h100-sxm'), 'add type: h100-sxm'],
  [schema.badChoice(here, 'fat-treee', ['fat-tree', 'torus']), 'did you mean "fat-tree"?'],
  [schema.badChoice(here, 'zzz', ['fat-tree', 'torus']), 'choose fat-tree or torus'],
  [schema.notAvailable(here, 'inference'), 'not available in this version'],
  [schema.conflictingKeys(here, ['per_gpu', 'per_node']), '"per_gpu" and "per_node" exclude each other'],
  [text.unreadableFile(here, 'x.yaml', 'no such file'), 'cannot read "x.yaml": no such file'],
  [text.extendsCycle(here, ['a.yaml', 'b.yaml', 'a.yaml']), 'a.yaml -> b.yaml -> a.yaml'],
  [text.extendsTooDeep(here, 8), 'more than 8 deep'],
  [text.badOverride(here, 'gpus', 'has no = sign'), '--set "gpus" has no = sign'],
  [text.badModelConfig(here, 'no hidden_size'), 'no hidden_size'],
  [
    consistency.parallelismMismatch(here, { tensor: 8, pipeline: 3, data: 64 }, 1024),
    'tensor 8 x pipeline 3 x data 64 is 1536, but the job has 1024 GPUs',
  ],
  [consistency.groupDoesNotDivideGpus(here, 24, 1024), 'is 24, which does not divide the 1024 GPUs'],
  [consistency.batchDoesNotDivide(here, 1000, 128, 1), 'use 896 or 1024'],
  [consistency.batchDoesNotDivide(here, 100, 128, 1), 'use 128'],
  [consistency.headsDoNotDivide(here, 'heads', 64, 7), 'use 4 or 8'],
  [consistency.sequenceDoesNotDivide(here, 8190, 'context', 4), 'cannot be cut into 4'],
  [consistency.expertsDoNotDivide(here, 3, 'experts', 8), 'use 2 or 4'],
  [consistency.denseModel(here, 'llama-3.1-70b'), 'no experts'],
  [consistency.badPipelineLayout(here, 'has 3 entries, needs 4'), 'has 3 entries, needs 4'],
  [consistency.noPeak(here, 'a100-80-sxm', 'fp8', ['bf16', 'tf32']), 'choose bf16 or tf32'],
  [consistency.partialNodes(here, 1001, 8), 'use 1000 or 1008'],
  [consistency.jobTooLarge(here, 4096, 1024), 'the job wants 4096 GPUs, the cluster has 1024'],
  [consistency.nodeTooLarge(here, 16, 'server "dgx-h100"', 8), 'use at most 8'],
  [
    consistency.scheduleMismatch(here, 'interleaved', 'needs virtual stages'),
    'the interleaved schedule needs virtual stages',
  ],
  [consistency.modelMismatch(here, '3 kv_heads do not divide 4 heads'), '3 kv_heads'],
  [consistency.tooManyStages(here, 128, 80), 'use at most 80'],
  [consistency.tierListTooLong(here, 4, 1, 2), 'a.b has 4 entries, the tree has 2 tiers'],
  [consistency.shardingGroupDoesNotDivide(here, 7, 128), 'use 4 or 8'],
  [
    consistency.serverMismatch(here, { id: 'gb200-nvl72', gpu: 'gb200' }, 'h100-sxm', ['dgx-h100']),
    'server "gb200-nvl72" holds gb200, not h100-sxm\nuse dgx-h100, or leave out gpus.server',
  ],
  [consistency.recipeMismatch(here, 'mxfp8', 'delayed'), 'fp8_recipe delayed contradicts precision mxfp8'],
  [consistency.headsDoNotReach(here, 'heads', 64, 8, 16), '64 heads cannot be dealt out to tensor 8 x context 16'],
  [consistency.nicMismatch(here, '3 NICs do not divide 8 GPUs'), '3 NICs'],
  [consistency.noWholeSplit(here, 1009, 1024, [1009, 2018], [1008]), 'use global_batch 1009 or 2018, or 1008 GPUs'],
  [consistency.noWholeSplit(here, 1009, 1024, [], []), 'state workload.parallelism'],
  [feasibility.outOfMemory(here, 91.2 * 2 ** 30, 80 * 2 ** 30), 'needs 91.2 GiB of 80 GiB per GPU (11.2 GiB short)'],
  [feasibility.fabricImpossible(here, '1,024 ports on one switch of 64'), 'the fabric cannot be built: 1,024 ports'],
  [feasibility.noPlanFits(here, 'memory'), 'no parallel plan fits: memory'],
  [feasibility.tooFewSwitches(here, 'leaf', 1, 32), 'raise it to 32'],
  [feasibility.powerCapExceeded(here, 1.42e6, 1e5, 64), 'cluster: 64 GPUs of this design fit'],
  [
    feasibility.powerCapExceeded(here, 1.42e6, 1e5),
    'must provide 1.42 MW at ratings, cooling included; the cap is 100 kW',
  ],
  [usage.badUsage('unknown command "x"'), 'fabricplan --help'],
  [usage.unknownField('training.step_tme_s', ['training.step_time_s']), 'did you mean "training.step_time_s"?'],
  [usage.unwritableFile('/no/r.json', 'no such folder'), 'cannot write "/no/r.json"'],
  [usage.unknownFormat('jsn', ['json', 'csv']), 'did you mean "json"?'],
  [usage.nothingToExplain('FP999', ['FP998']), 'did you mean "FP998"?'],
  [usage.assumptionsRefused(['power.pue', 'economics.wacc', 'x']), 'set power.pue, economics.wacc and x'],
  [usage.badGate(here, 'x <= fast', 'has a value that is no number'), "write '<field>"],
  [gates.gateFailed(here, 'training.mfu >= 0.4', '0.38', 'error'), 'training.mfu >= 0.4, found 0.38'],
  [notes.noEffect(here, 'without sharding'), 'a.b has no effect without sharding'],
  [notes.unknownValue(here, 'price of a switch'), 'the price of a switch is unknown'],
  [notes.calibratedFrom(here, ['all-reduce on 512 ranks']), 'measured: all-reduce on 512 ranks'],
  [notes.doubtfulLog('job.log', 'line 3: the rows stop'), 'job.log: line 3'],
  [notes.partServers(here, 'hgx-h100', 8, 4, 16), '4 of the 8 GPUs of each hgx-h100 are used: 16 whole servers are'],
  [notes.partServers(here, 'hgx-h100', 8, 1, 1), '1 of the 8 GPUs of each hgx-h100 is used: 1 whole server is'],
  [notes.outsideMeasured(here, '1,048,576 GPUs', '4 to 16,384 GPUs'), 'outside the measured range'],
];

describe('messages', () => {
  it.each(SAMPLES)('%j says what is wrong or what to do', (diagnostic, expected) => {
    expect(`${diagnostic.message}\n${diagnostic.help ?? ''}`).toContain(expected);
    expect(diagnostic.severity).toBe(CODES[diagnostic.code].severity);
    expect(diagnostic.message).not.toMatch(/\.$|\n|undefined|NaN/);
  });

  it('there is a sentence for every code outside the YAML text', () => {
    const made = new Set(SAMPLES.map(([{ code }]) => code as string));
    const byYaml = /^FP11|^FP12[0-5]$/;
    expect(Object.keys(CODES).filter((code) => !made.has(code) && !byYaml.test(code))).toEqual([]);
  });

  it('are safe and short whatever the user typed', () => {
    const evil = `\u001b[31m${'x'.repeat(1e5)}`;
    for (const { message, help = '' } of [
      schema.unknownKey(here, evil, []),
      schema.badChoice(here, evil, ['a']),
      schema.wrongType(atPath(evil), 'a number', evil),
      schema.badQuantity(here, evil, 'has no unit', 'write 1'),
      text.aliasWithoutAnchor(here, evil),
      usage.unknownField(evil, []),
    ]) {
      expect(message + help).not.toContain('\u001b');
      expect(message.length).toBeLessThan(300);
    }
  });
});

describe('diagnostics as values', () => {
  it('have no empty keys and survive JSON', () => {
    for (const [diagnostic] of SAMPLES) expect(JSON.parse(JSON.stringify(diagnostic))).toEqual(diagnostic);
  });

  it('write paths with dots and brackets', () => {
    expect(dottedPath(['topology', 'oversubscription', 1])).toBe('topology.oversubscription[1]');
    expect(dottedPath([])).toBe('');
  });

  it('tell errors from remarks', () => {
    expect(hasErrors([notes.noEffect(here, 'here')])).toBe(false);
    expect(hasErrors([notes.noEffect(here, 'here'), usage.badUsage('x')])).toBe(true);
  });
});
