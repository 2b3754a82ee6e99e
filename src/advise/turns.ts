/** The first restarts after all workers started in step, where nothing is drawn: their order follows from requests and shares. */
import type { Load } from './load.ts';
import { longestLife } from './settings.ts';
import type { Recycling } from './settings.ts';

/** A worker that is sent next to nothing would let the others restart for ever before it does for the first time. */
const MOST_OF_ONE = 50;

/** So near to the end of a life, as a part of it, a worker is at its end. */
const NEARLY = 1e-9;

/** A restart; `at` counts what a worker with a share of 1 has been sent since the start. */
export interface Turn {
  readonly at: number;
  readonly slot: number;
}

/** What counts here: restarts take no time. */
type Sharing = Pick<Load, 'workers' | 'shares'>;

/** The restarts until each worker had its first, in their order, but no more than some of each. Needs `requests`. */
export function firstTurns({ workers, shares }: Sharing, settings: Recycling): Turn[] {
  const every = Array.from({ length: workers }, (_, slot) => longestLife(settings, slot) / shares[slot]!);
  const end = Math.max(...every) * (1 + NEARLY);
  return every
    .flatMap((each, slot) => {
      const count = Math.min(MOST_OF_ONE, Math.floor(end / each));
      return Array.from({ length: count }, (_, i): Turn => ({ at: (i + 1) * each, slot }));
    })
    .sort((a, b) => a.at - b.at || a.slot - b.slot);
}

/** Requests of the present life of each worker just before such a moment: a whole life for one whose turn it is. */
export function servedAt({ shares }: Sharing, settings: Recycling, at: number): number[] {
  return shares.map((share, slot) => {
    const life = longestLife(settings, slot);
    const before = Math.max(0, Math.ceil((share * at) / life - NEARLY) - 1);
    return share * at - before * life;
  });
}
