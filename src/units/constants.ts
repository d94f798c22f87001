/** Physical definitions: exact by convention, so they live in code. Hardware and model numbers live in configs/catalog. */

export const BITS_PER_BYTE = 8;

export const KIB = 1024;
export const MIB = 1024 ** 2;
export const GIB = 1024 ** 3;
export const TIB = 1024 ** 4;
export const PIB = 1024 ** 5;

export const SECONDS_PER_MINUTE = 60;
export const SECONDS_PER_HOUR = 3600;
const HOURS_PER_DAY = 24;
const DAYS_PER_YEAR = 365;
export const SECONDS_PER_DAY = SECONDS_PER_HOUR * HOURS_PER_DAY;
/** 8,760: a year without leap day, as power and colocation contracts count it. */
export const HOURS_PER_YEAR = HOURS_PER_DAY * DAYS_PER_YEAR;
export const SECONDS_PER_YEAR = HOURS_PER_YEAR * SECONDS_PER_HOUR;
export const MONTHS_PER_YEAR = 12;
/** 730: the twelfth part of a year, as price lists count a month; reproduces the published power price per kW-month. */
export const HOURS_PER_MONTH = HOURS_PER_YEAR / MONTHS_PER_YEAR;

/** Watts in a kilowatt. */
export const W_PER_KW = 1000;
/** Joules in a kilowatt-hour. */
export const J_PER_KWH = W_PER_KW * SECONDS_PER_HOUR;
/** Grams in a kilogram. */
export const G_PER_KG = 1000;
