import { modeFor } from '../../catalog/port-mode.ts';
import { formatCount, formatLinkRate } from '../../units/format.ts';
import { fitsCages, modeSplits, type PortSplit } from '../ports.ts';
import { refusal } from '../refusal.ts';
import type { FabricRefusal } from '../types.ts';
import { type ClosInput, shapeNumber, TIER_NAMES } from './input.ts';

export interface Split extends PortSplit {
  readonly ratio: number;
}

const isPowerOfTwo = (value: number): boolean => Number.isInteger(Math.log2(value));

/** Free ports that a leaf of the usual split may keep. */
const SPARED = 1 / 4;

/** Published leaves of 2:1 have powers of two facing up: 32 down and 16 up of 64, although 42 and 21 would fit. */
const isUsual = ({ down, up }: PortSplit, ports: number): boolean =>
  isPowerOfTwo(up) && down + up >= (1 - SPARED) * ports;

/**
 * Ports of a tier's switch down and up: what the shape states, else the splits of the ratio, most ports down first. A leaf
 * whose ratio is a power of two has the usual split where there is one.
 */
export function splitsOf(input: ClosInput, tier: number): readonly Split[] | FabricRefusal {
  const name = TIER_NAMES[tier] ?? 'leaf';
  const device = input.device(tier);
  const downBytesPerS = tier === 0 ? input.nicBytesPerS : input.uplinkBytesPerS(tier - 1);
  const upBytesPerS = input.uplinkBytesPerS(tier);
  const down = modeFor(device, downBytesPerS);
  const up = modeFor(device, upBytesPerS);
  if (down === null || up === null) {
    const rate = down === null ? downBytesPerS : upBytesPerS;
    return refusal(
      'port rate',
      `${device.name}, the ${name} switch, has no port of ${formatLinkRate(rate)}`,
      'name a faster topology.switch, or a slower link with topology.link_bandwidth',
    );
  }
  const ratio = input.ratio(tier);
  const givenDown = shapeNumber(input, `${name}_down`);
  const givenUp = shapeNumber(input, `${name}_up`);
  const perPort = (ratio * upBytesPerS) / downBytesPerS;
  const splits =
    givenDown === undefined && givenUp === undefined
      ? modeSplits(down, downBytesPerS, up, upBytesPerS, ratio)
      : [
          {
            down: givenDown ?? Math.floor((givenUp ?? 0) * perPort),
            up: givenUp ?? Math.ceil((givenDown ?? 0) / perPort),
          },
        ];
  const cages = Math.max(down.ports, up.ports);
  const [fullest] = splits;
  if (fullest === undefined) {
    return refusal(
      'ports',
      `${device.name} with ${formatCount(cages)} ports cannot be split ${ratio}:1`,
      `the ${name} tier reaches at most ${cages - 1}:1; choose a lower topology.oversubscription`,
    );
  }
  const fitting = splits.filter((split) => split.down >= 1 && split.up >= 1 && fitsCages(split, down, up));
  if (fitting.length === 0) {
    return refusal(
      'ports',
      `${fullest.down} ports down and ${fullest.up} up do not fit ${device.name}, the ${name} switch of ${cages} ports`,
      `choose topology.shape.${name}_down and ${name}_up that add up to at most ${cages}`,
    );
  }
  const usual = tier === 0 && isPowerOfTwo(ratio) ? fitting.filter((split) => isUsual(split, cages)) : [];
  return (usual.length > 0 ? usual : fitting).map((split) => ({
    ...split,
    ratio: (split.down * downBytesPerS) / (split.up * upBytesPerS),
  }));
}
