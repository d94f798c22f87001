import type { Algorithm } from './algorithm.ts';
import { doubleBinaryTree } from './algorithms/double-binary-tree.ts';
import { nvls } from './algorithms/nvls.ts';
import { nvlsTree } from './algorithms/nvls-tree.ts';
import { pairwise } from './algorithms/pairwise.ts';
import { ring } from './algorithms/ring.ts';
import { sendRecv } from './algorithms/send-recv.ts';

/** What a library chooses from. Order breaks ties. */
export const ALGORITHMS: readonly Algorithm[] = [doubleBinaryTree, ring, nvls, nvlsTree, pairwise, sendRecv];
