/** Calls and deltas of one row of the ranking. */
import type { EndpointTotals, LargeDelta } from '../profile/profile.ts';
import type { Context } from './context.ts';

/** See the file. Sizes are units of the figure; `shrink <= 0`. */
export interface Totals {
  readonly total: number;
  readonly growth: number;
  readonly shrink: number;
  readonly largest: readonly LargeDelta[];
  readonly paths: readonly string[];
}

/** Sums up the endpoints that belong to a row (or, by life, the edges of its lives). */
export function totalsOf(context: Context, column: number): Totals {
  const { measure, grouping } = context;
  if (grouping.of.length === 0) return totalsOfLives(context, column);
  const members = context.members[column]!;
  const sum = (read: (member: (typeof members)[number]) => number): number =>
    members.reduce((all, member) => all + read(member), 0);
  return {
    total: sum(({ calls }) => calls),
    growth: sum(({ deltas }) => deltas[measure.metric]?.growth ?? 0),
    shrink: sum(({ deltas }) => deltas[measure.metric]?.shrink ?? 0),
    largest: members
      .flatMap(({ largest }) => largest)
      .sort((a, b) => b.delta - a.delta)
      .slice(0, 3),
    paths: firstPaths(members),
  };
}

/** The first three different paths. */
function firstPaths(members: readonly EndpointTotals[]): string[] {
  const examples = members.flatMap((member) => member.examples).sort((a, b) => a.line - b.line);
  return [...new Set(examples.map(({ path }) => path))].slice(0, 3);
}

function totalsOfLives({ series, calls }: Context, column: number): Totals {
  const own = [...series.keys()].filter((life) => series[life]!.calls[column]! > 0);
  const net = own.map((life) => series[life]!.last[series[life]!.rows - 1]! - series[life]!.first[0]!);
  const sum = (keep: (value: number) => boolean): number =>
    net.filter(keep).reduce((all, value) => all + value, 0);
  return {
    total: own.reduce((all, life) => all + calls[life]!.total[column]!, 0),
    growth: sum((value) => value > 0),
    shrink: sum((value) => value < 0),
    largest: [],
    paths: [],
  };
}

/** Which part of its worker's life had passed at a large delta; NaN where the log has no times. */
export function partOfLife({ lives, profile }: Context, large: LargeDelta): number {
  const life = lives.find(({ worker, series }) => {
    const same =
      worker.pid === large.pid &&
      worker.host === large.host &&
      profile.sources[worker.source] === profile.sources[large.source];
    return same && series.from[0]! <= large.time && large.time <= series.to[series.rows - 1]!;
  });
  if (!life) return NaN;
  const [from, to] = [life.series.from[0]!, life.series.to[life.series.rows - 1]!];
  return to > from ? (large.time - from) / (to - from) : NaN;
}
