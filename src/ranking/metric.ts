import { FIGURES } from '../record.ts';
import type { Figure } from '../record.ts';
import type { Profile } from '../profile/profile.ts';

/** From the best witness of kept memory to the worst: the allocator's own count, private memory, resident, shared-out, address space. */
const PREFERENCE: readonly Figure[] = ['live', 'blocks', 'uss', 'rss', 'pss', 'vsz'];

/** A figure that fewer than this part of the readings carry is not chosen unasked. */
const ENOUGH = 0.9;

/** How many readings carry each figure. */
export function readingsOf(profile: Profile): ReadonlyMap<Figure, number> {
  const counts = new Map<Figure, number>();
  for (const worker of profile.workers) {
    for (const life of worker.lives) {
      for (const bucket of life.buckets) {
        for (const figure of FIGURES) {
          const cell = bucket.figures[figure];
          if (cell) counts.set(figure, (counts.get(figure) ?? 0) + cell.readings);
        }
      }
    }
  }
  return counts;
}

/** The figure to rank by when none is asked for; undefined if the profile has no reading. */
export function bestFigure(profile: Profile): Figure | undefined {
  const counts = readingsOf(profile);
  const readings = (figure: Figure): number => counts.get(figure) ?? 0;
  // Address space is reserved, not used: it says little, and nothing where a figure of memory is there.
  const memory = PREFERENCE.filter((figure) => figure !== 'vsz' && readings(figure) > 0);
  const most = Math.max(0, ...memory.map(readings));
  // A peak says nothing of what is kept, so it comes after everything.
  const last = (['vsz', 'peak'] as const).find((figure) => readings(figure) > 0);
  return memory.find((figure) => readings(figure) >= ENOUGH * most) ?? last;
}
