import { parse } from 'csv-parse/sync';

/** The cells of one row of CSV. */
export const csvCells = (line: string): readonly string[] => parse(line)[0] ?? [];
