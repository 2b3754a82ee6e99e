/** Known hogs: endpoints that the team has looked at and lives with for a while. */
import type { Acknowledged, Ranking } from '../ranking/ranking.ts';
import type { Config } from './config.ts';
import type { Io } from './io.ts';

/** All that the configuration has, those that no longer hold too. */
export function acknowledgedIn(config: Config): readonly Acknowledged[] {
  return (config.acknowledged ?? []).map(({ endpoint, until = '', note = '' }) => ({
    endpoint,
    until,
    note,
  }));
}

/** Those that hold on the given day (`2026-11-22`); their last day is among the days they hold. */
export function acknowledgedOn(day: string, config: Config): readonly Acknowledged[] {
  return acknowledgedIn(config).filter((one) => holdsOn(one, day));
}

/** Whether it holds on the given day. */
export function holdsOn({ until }: Acknowledged, day: string): boolean {
  return until === '' || until >= day;
}

/** Today as the clock on the wall has it, `2026-11-22`. */
export function today(io: Pick<Io, 'now'>): string {
  const { epoch, ahead } = io.now();
  return new Date(epoch + ahead).toISOString().slice(0, 10);
}

/** The ranking with the known hogs among its findings; as it is where there are none. */
export function withKnown(ranking: Ranking, known: readonly Acknowledged[]): Ranking {
  const acknowledged = known.filter(({ endpoint }) =>
    ranking.findings.some((finding) => finding.endpoint === endpoint),
  );
  return acknowledged.length === 0 ? ranking : { ...ranking, acknowledged };
}
