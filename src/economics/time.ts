/** Calendar of the cost model: a year of 365 days, twelve equal months. */
export const hoursPerYear = 8760;
export const monthsPerYear = 12;
/** 730: reproduces the published power price per kW-month. */
export const hoursPerMonth = hoursPerYear / monthsPerYear;
export const secondsPerHour = 3600;
export const joulesPerKwh = 3.6e6;
