/** What the workers themselves marked: when each could serve and when it left. */

/** The stay of one worker process; seconds since 1970. `down` is undefined for one that was there to the end. */
export interface Stay {
  readonly pid: string;
  readonly up: number;
  readonly down: number | undefined;
}

/** Reads `up PID SECONDS` and `down PID SECONDS`. */
export function staysOf(text: string): readonly Stay[] {
  const stays = new Map<string, Stay>();
  for (const line of text.trim().split('\n')) {
    const [what, pid = '', at] = line.split(' ');
    const before = stays.get(pid);
    if (what === 'up') stays.set(pid, { pid, up: Number(at), down: undefined });
    else if (before) stays.set(pid, { ...before, down: Number(at) });
  }
  return [...stays.values()];
}

/** Those that began and ended between two moments. */
export function wholeStays(stays: readonly Stay[], from: number, to: number): readonly Stay[] {
  return stays.filter(({ down }) => down !== undefined && down > from && down <= to);
}

/** When all workers were there for the first time. */
export function allUp(stays: readonly Stay[], workers: number): number {
  const ups = stays.map(({ up }) => up).sort((a, b) => a - b);
  const last = ups[workers - 1];
  if (last === undefined) throw new Error(`fewer than ${workers} workers ever came up`);
  return last;
}

/** How long workers were down. */
export interface Downs {
  /** Seconds from one worker's leaving to when a successor could serve, in order of time. */
  readonly gaps: readonly number[];
  readonly mostAtOnce: number;
  /** Restarts that found so many workers down, themselves included, or more: index 0 for one. */
  readonly withAtLeast: readonly number[];
}

/** Between two moments. The n-th to come after the start takes the place of the n-th to leave. */
export function downsOf(stays: readonly Stay[], from: number, to: number, workers: number): Downs {
  const inside = (at: number | undefined): at is number => at !== undefined && at > from && at <= to;
  const leaves = stays
    .map(({ down }) => down)
    .filter(inside)
    .sort((a, b) => a - b);
  const comes = stays
    .map(({ up }) => up)
    .filter((at) => at > from)
    .sort((a, b) => a - b);
  const withAtLeast = new Array<number>(workers).fill(0);
  leaves.forEach((at, i) => {
    const down = i + 1 - comes.filter((come) => come <= at).length;
    for (let count = 0; count < Math.min(down, workers); count++) withAtLeast[count]!++;
  });
  return {
    gaps: leaves.flatMap((at, i) => (comes[i] === undefined ? [] : [comes[i] - at])),
    mostAtOnce: withAtLeast.filter((count) => count > 0).length,
    withAtLeast,
  };
}
