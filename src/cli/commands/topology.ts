import { billOfMaterials } from '../../economics/bill.ts';
import { pluggables } from '../../economics/links.ts';
import { fabricPicture } from '../../evaluation/picture.ts';
import { simulatedRates } from '../../evaluation/simulated-rates.ts';
import { buildFabric } from '../../fabric/registry.ts';
import { fabricDescription } from '../../fabric/summary.ts';
import { Exit } from '../../report/exit.ts';
import type { TopologyReport } from '../../report/topology/report.ts';
import type { Command, Context } from '../command.ts';
import { planOf } from '../plan-of.ts';
import { refuse } from '../refusal.ts';

type Format = (report: TopologyReport, context: Context) => Promise<string>;

/** A format's code loads when it is asked for. */
const formats: Readonly<Record<string, Format>> = {
  table: async (report, { paint }) =>
    (await import('../../report/topology/table.ts')).topologyTable(report, paint.stdout),
  json: async (report) => (await import('../../report/topology/json.ts')).topologyJson(report),
  dot: async ({ picture }) => (await import('../../report/topology/dot.ts')).dotText(picture()),
  svg: async ({ picture }) => (await import('../../report/topology/svg.ts')).svgText(picture()),
  csv: async (report) => (await import('../../report/topology/csv.ts')).topologyCsv(report),
};

export const command: Command = async ({ args: [path = '-'], options }, context) => {
  const loaded = await planOf(path, options.set ?? [], context);
  if (loaded === null) return Exit.badInput;
  const { plan } = loaded;
  const outcome = buildFabric(plan.cluster, plan.topology, plan.constants);
  if (!outcome.ok) return refuse(outcome.refusal, loaded, context);
  const { fabric } = outcome;
  const report: TopologyReport = {
    fabric: fabricDescription(fabric, pluggables(plan, fabric)),
    picture: () => fabricPicture(plan, fabric),
    bill: billOfMaterials(plan, fabric),
    priceLevel: plan.economics.priceLevel,
    discountFraction: plan.economics.discountFraction,
    notes: fabric.notes,
    ...(options.simulate === true ? { simulation: simulatedRates(plan, fabric) } : {}),
  };
  const write = formats[options.format ?? 'table'];
  if (write !== undefined) context.io.stdout.write(await write(report, context));
  return Exit.ok;
};
