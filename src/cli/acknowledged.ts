/** Known hogs: endpoints that the team has looked at and lives with for a while. */
import type { Acknowledged } from '../report/page.ts';
import type { Config } from './config.ts';

/** Those that hold on the given day (`2026-11-22`). */
export function acknowledgedOn(day: string, config: Config): readonly Acknowledged[] {
  return (config.acknowledged ?? [])
    .map(({ endpoint, until = '', note = '' }) => ({ endpoint, until, note }))
    .filter(({ until }) => until === '' || until >= day);
}

/** Whether the endpoint is a known hog. */
export function isAcknowledged(endpoint: string, known: readonly Acknowledged[]): boolean {
  return known.some((one) => one.endpoint === endpoint);
}
