import { billOfMaterials } from '../../economics/bill.ts';
import { simulatedRates } from '../../evaluation/simulated-rates.ts';
import { buildFabric } from '../../fabric/registry.ts';
import { fabricResult } from '../../fabric/summary.ts';
import { Exit } from '../../report/exit.ts';
import { type TopologyReport, topologyCsv, topologyJson, topologyTable } from '../../report/topology.ts';
import type { Command } from '../command.ts';
import { planOf } from '../plan-of.ts';
import { refuse } from '../refusal.ts';

export const command: Command = async ({ args: [path = '-'], options }, context) => {
  const loaded = await planOf(path, options.set ?? [], context);
  if (loaded === null) return Exit.badInput;
  const { plan } = loaded;
  const outcome = buildFabric(plan.cluster, plan.topology, plan.constants);
  if (!outcome.ok) return refuse(outcome.refusal, loaded, context);
  const { fabric } = outcome;
  const report: TopologyReport = {
    fabric: fabricResult(fabric),
    bill: billOfMaterials(plan, fabric),
    priceLevel: plan.economics.priceLevel,
    notes: fabric.notes,
    ...(options.simulate === true ? { simulation: simulatedRates(plan, fabric) } : {}),
  };
  const formats: Readonly<Record<string, () => string>> = {
    table: () => topologyTable(report, context.paint.stdout),
    json: () => topologyJson(report),
    csv: () => topologyCsv(report),
  };
  context.io.stdout.write(formats[options.format ?? 'table']?.() ?? '');
  return Exit.ok;
};
