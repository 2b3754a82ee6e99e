/** What a log does not say about its workers, and what would. */
import type { Unknown, Workload } from './workload.ts';

/** The figures that are not known, in the order in which they matter. */
export function unknownsOf(known: Omit<Workload, 'unknown'>): Unknown[] {
  const unknown: Unknown[] = [];
  const lacks = (figure: Unknown['figure'], needs: string): unknown => unknown.push({ figure, needs });
  const { evidence, traffic } = known;
  if (known.growth === null)
    lacks('growth', 'a log in which workers go on after their warm-up: a few thousand requests for each');
  if (evidence.born === 0)
    lacks(
      'start',
      'a log in which a worker starts: the least memory seen in any worker stands for the memory of a new one',
    );
  if (traffic.perWorker === null) lacks('rate', 'a time in each line');
  else if (!traffic.coversDay) lacks('day', 'a log of a whole day');
  if (known.boot === null) lacks('boot', 'a log with times in which a worker is replaced by another');
  if (evidence.seconds === null)
    lacks('workers', 'a time in each line: every process in the log is taken for a worker of its own');
  if (known.shared === null && known.figure === 'rss')
    lacks('shared', 'private memory (uss) beside the resident');
  return unknown;
}
