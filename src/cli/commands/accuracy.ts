import { residualTable } from '../../evaluation/accuracy/residuals.ts';
import { accuracyCsv, accuracyJson, accuracyTable } from '../../report/accuracy.ts';
import { Exit } from '../../report/exit.ts';
import type { Command } from '../command.ts';

export const command: Command = async ({ options }, { io }) => {
  const format = options.format ?? 'table';
  if (format === 'json') io.stdout.write(accuracyJson(residualTable));
  else if (format === 'csv') io.stdout.write(accuracyCsv(residualTable));
  else io.stdout.write(accuracyTable(residualTable, options.all === true));
  return Exit.ok;
};
