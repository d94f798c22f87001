import { formatBytes, formatCount, formatPower } from '../../units/format.ts';
import { create } from '../create.ts';
import type { Diagnostic, Where } from '../diagnostic.ts';

/** FP301. `usableBytes` is what the device offers to the job. `help`: what would make it fit. */
export const outOfMemory = (where: Where, neededBytes: number, usableBytes: number, help?: string): Diagnostic =>
  create('FP301', where, {
    message: `does not fit: needs ${formatBytes(neededBytes)} of ${formatBytes(usableBytes)} per GPU (${formatBytes(neededBytes - usableBytes)} short)`,
    help,
  });

/** FP302. `reason` names the violated limit with its numbers. */
export const fabricImpossible = (where: Where, reason: string, help?: string): Diagnostic =>
  create('FP302', where, { message: `the fabric cannot be built: ${reason}`, help });

/** FP303. */
export const noPlanFits = (where: Where, reason: string, help?: string): Diagnostic =>
  create('FP303', where, { message: `no parallel plan fits: ${reason}`, help });

/** FP304. */
export const tooFewSwitches = (where: Where, tier: string, given: number, needed: number): Diagnostic =>
  create('FP304', where, {
    message: `${given} ${tier} switches are given, the links need ${needed}`,
    help: `raise it to ${needed}, or leave it out`,
  });

/** FP305. `fitting`: GPUs of this design that the cap can feed; null: unknown. */
export const powerCapExceeded = (
  where: Where,
  neededW: number,
  capW: number,
  fitting: number | null = null,
): Diagnostic =>
  create('FP305', where, {
    message: `the facility must provide ${formatPower(neededW)} at ratings, cooling included; the cap is ${formatPower(capW)}`,
    help:
      fitting === null || fitting === 0
        ? 'raise the cap or shrink the cluster'
        : `raise the cap or shrink the cluster: ${formatCount(fitting)} GPUs of this design fit`,
  });
