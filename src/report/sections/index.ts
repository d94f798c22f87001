import { assumptions } from './assumptions.ts';
import { collectives } from './collectives.ts';
import { cost } from './cost.ts';
import { influence } from './influence.ts';
import { memory } from './memory.ts';
import { network } from './network.ts';
import { networkShare } from './network-share.ts';
import { networkValue } from './network-value.ts';
import { plan } from './plan.ts';
import { dataMovement, power } from './power.ts';
import type { SectionOf } from './section.ts';
import { speed } from './speed.ts';
import { step } from './step.ts';
import { traffic } from './traffic.ts';

/** The sections of a report in printing order. */
export const sections: readonly SectionOf[] = [
  plan,
  step,
  speed,
  memory,
  network,
  traffic,
  collectives,
  cost,
  networkValue,
  influence,
  power,
  dataMovement,
  networkShare,
  assumptions,
];
