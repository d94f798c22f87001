import { formatNumber } from '../units/format.ts';

const GIB = 1024 ** 3;
const GRAMS_PER_KG = 1000;
const KG_PER_TONNE = 1000;

/** Memory as a bare number of GiB, for "71.2 of 80 GiB". */
export const gibibytes = (bytes: number): string => formatNumber(bytes / GIB);

/** `280 g`, `1.2 kg`, `3.4 t`. */
export function kilograms(massKg: number): string {
  if (massKg >= KG_PER_TONNE) return `${formatNumber(massKg / KG_PER_TONNE)} t`;
  return massKg >= 1 || massKg === 0 ? `${formatNumber(massKg)} kg` : `${formatNumber(massKg * GRAMS_PER_KG)} g`;
}

const KWH_PER_MWH = 1000;

/** `850 kWh`, `11,100 MWh`: energy as it is billed. */
export const kilowattHours = (kwh: number): string =>
  kwh < KWH_PER_MWH ? `${formatNumber(kwh)} kWh` : `${formatNumber(kwh / KWH_PER_MWH)} MWh`;
