/** What a server counts. */
import type { Abilities } from './plan.ts';

/** `request` or `task`. */
export const countedOf = ({ counts }: Abilities): string => counts ?? 'request';
