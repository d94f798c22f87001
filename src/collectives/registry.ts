import type { Algorithm } from './algorithm.ts';
import { binomial } from './algorithms/binomial.ts';
import { bruck } from './algorithms/bruck.ts';
import { collnet } from './algorithms/collnet.ts';
import { direct } from './algorithms/direct.ts';
import { doubleBinaryTree } from './algorithms/double-binary-tree.ts';
import { hierarchical } from './algorithms/hierarchical.ts';
import { hierarchicalAllToAll } from './algorithms/hierarchical-all-to-all.ts';
import { nvls } from './algorithms/nvls.ts';
import { nvlsTree } from './algorithms/nvls-tree.ts';
import { oneShot } from './algorithms/one-shot.ts';
import { pairwise } from './algorithms/pairwise.ts';
import { pat } from './algorithms/pat.ts';
import { rabenseifner } from './algorithms/rabenseifner.ts';
import { railAligned } from './algorithms/rail-aligned.ts';
import { recursiveDoubling } from './algorithms/recursive-doubling.ts';
import { ring } from './algorithms/ring.ts';
import { scatterAllGather } from './algorithms/scatter-all-gather.ts';
import { sendRecv } from './algorithms/send-recv.ts';
import { threeLevel } from './algorithms/three-level.ts';

/** Every algorithm. Order breaks ties of the choice. */
export const ALGORITHMS: readonly Algorithm[] = [
  doubleBinaryTree,
  ring,
  nvls,
  nvlsTree,
  collnet,
  pat,
  pairwise,
  sendRecv,
  recursiveDoubling,
  rabenseifner,
  binomial,
  bruck,
  oneShot,
  direct,
  scatterAllGather,
  hierarchical,
  threeLevel,
  hierarchicalAllToAll,
  railAligned,
];
