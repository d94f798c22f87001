import type { Family } from './decoder.ts';
import { deepseekMoe } from './deepseek.ts';

export const dots1: Family = (config) => ({ ...deepseekMoe(config), qkNorm: true });
