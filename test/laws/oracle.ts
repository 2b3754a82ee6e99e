/**
 * A slow, obvious second opinion: keeps every request, looks at them all at once, and counts.
 * It shares with the program only the pure route rules.
 */
import { Router } from '../../src/routes/router.ts';

interface Request {
  readonly pid: number;
  readonly own: number;
  readonly all: number;
  readonly core: number;
  readonly rss: number;
  readonly vsz: number;
  readonly endpoint: string;
}

/** What the oracle says of one endpoint. */
export interface Expected {
  calls: number;
  growth: number;
  shrink: number;
  /** Deltas of RSS, unsorted. */
  readonly deltas: number[];
}

const LINE =
  /(?:\{address space usage: (\d+) [^}]*\} \{rss usage: (\d+) [^}]*\} )?\[pid: (\d+)\|app: 0\|req: (\d+)\/(\d+)\] (?:.*\] (\S+) (.*) => generated .*\((\S+) (\d+)\) .* core (\d+)\))?/;

/** Everything the oracle knows of a log. */
export interface Second {
  readonly endpoints: ReadonlyMap<string, Expected>;
  /** Requests of every life, by pid in order of birth. */
  readonly lives: ReadonlyMap<number, readonly (readonly Request[])[]>;
}

/** The route names of all paths, folded by looking at the whole set. */
function routeNames(lines: readonly string[]): (path: string, notFound: boolean) => string {
  const router = new Router({ rules: [], keepQuery: [] });
  const template = (path: string): string[] | string => {
    const bytes = new TextEncoder().encode(path);
    const { fixed, segments } = router.template(bytes, 0, bytes.length);
    return fixed ?? [...segments];
  };
  const trees = [new Set<string>(), new Set<string>()];
  for (const line of lines) {
    const match = LINE.exec(line);
    if (match?.[7] === undefined || match[7] === '-') continue;
    const segments = template(match[7]);
    if (typeof segments !== 'string') trees[isNotFound(Number(match[9])) ? 1 : 0]!.add(segments.join('/'));
  }
  const folded = trees.map(foldAll);
  return (path, notFound) => {
    const segments = template(path);
    return typeof segments === 'string' ? segments : folded[notFound ? 1 : 0]!(segments).join('/');
  };
}

const isNotFound = (status: number): boolean => [404, 405, 410].includes(status);

/** Folds until no place has more than 256 different names. */
function foldAll(paths: ReadonlySet<string>): (segments: readonly string[]) => string[] {
  const folds = new Set<string>();
  const apply = (segments: readonly string[]): string[] => {
    const out: string[] = [];
    for (const segment of segments)
      out.push(folds.has(out.join('/')) && !segment.startsWith(':') ? ':slug' : segment);
    return out;
  };
  for (;;) {
    const children = new Map<string, Set<string>>();
    for (const path of paths) {
      const segments = apply(path.split('/'));
      segments.forEach((segment, i) => {
        if (segment.startsWith(':')) return;
        const parent = segments.slice(0, i).join('/');
        children.set(parent, (children.get(parent) ?? new Set()).add(segment));
      });
    }
    const before = folds.size;
    for (const [parent, names] of children) if (names.size > 256) folds.add(parent);
    if (folds.size === before) return apply;
  }
}

/** What a log says. */
export function secondOpinion(lines: readonly string[]): Second {
  const name = routeNames(lines);
  const endpoints = new Map<string, Expected>();
  const of = (endpoint: string): Expected => {
    let expected = endpoints.get(endpoint);
    if (!expected) endpoints.set(endpoint, (expected = { calls: 0, growth: 0, shrink: 0, deltas: [] }));
    return expected;
  };
  const lives = new Map<number, Request[][]>();
  const ended = new Map<number, 'certain' | 'likely'>();
  for (const line of lines) {
    const lifecycle = /worker \d+ \((?:new )?pid: (\d+)\)|process (\d+) is done/.exec(line);
    if (line.startsWith('*** Starting')) {
      for (const pid of lives.keys()) if (ended.get(pid) !== 'certain') ended.set(pid, 'likely');
    }
    if (lifecycle && !line.includes('HARAKIRI') && !line.startsWith('{') && !line.startsWith('['))
      ended.set(Number(lifecycle[1] ?? lifecycle[2]), 'certain');
    const match = LINE.exec(line);
    if (!match) continue;
    const [, vsz, rss, pid, own, all, method, path, , status, core] = match;
    const endpoint =
      path === undefined || path === '-'
        ? '(unknown)'
        : `${method!} ${name(path, isNotFound(Number(status)))}${isNotFound(Number(status)) && path !== '*' ? ' 404' : ''}`.trim();
    const request = {
      pid: Number(pid),
      own: Number(own),
      all: Number(all),
      core: Number(core ?? 0),
      rss: Number(rss ?? 0),
      vsz: Number(vsz ?? 0),
      endpoint,
    };
    of(endpoint).calls++;
    addToLife(lives, request, ended.get(request.pid));
    ended.delete(request.pid);
  }
  for (const list of lives.values()) for (const life of list) charge(life, of);
  return { endpoints, lives };
}

function addToLife(
  lives: Map<number, Request[][]>,
  next: Request,
  end: 'certain' | 'likely' | undefined,
): void {
  let list = lives.get(next.pid);
  if (!list) lives.set(next.pid, (list = []));
  const last = list.at(-1)?.at(-1);
  const back = (one: number, two: number): boolean =>
    last?.core === next.core
      ? two <= one && !(two < one && one - two <= 64 && one - two < two)
      : two + 256 < one;
  const next1 = last?.own === next.own - 1 && last.all - next.all <= 8;
  const counted = last && !back(last.all, next.all) && !back(last.own, next.own);
  const goesOn = last && end !== 'certain' && (next1 || (counted && end !== 'likely'));
  if (goesOn) list.at(-1)!.push(next);
  else list.push([next]);
}

function charge(life: readonly Request[], of: (endpoint: string) => Expected): void {
  let lastRead = -1;
  life.forEach((request, i) => {
    if (request.rss === 0) return;
    if (lastRead >= 0) {
      const before = life[lastRead]!;
      const missing = before.core === request.core ? Math.max(0, request.own - before.own - 1) : 0;
      const charged = lastRead < i - 1 ? '(unknown)' : missing > 0 ? '(unlogged)' : request.endpoint;
      const expected = of(charged);
      if (charged === '(unlogged)') expected.calls += missing;
      const delta = request.rss - before.rss;
      expected.deltas.push(delta);
      if (delta > 0) expected.growth += delta;
      else expected.shrink += delta;
    }
    lastRead = i;
  });
}
