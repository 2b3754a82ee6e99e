import { routeText } from '../../ranking/groups.ts';
import { inertJson } from '../../render/json.ts';
import { renderRoutes } from '../../render/routes.ts';
import type { RouteRow } from '../../render/routes.ts';
import type { Profile } from '../../profile/profile.ts';
import { readConfig } from '../config.ts';
import type { ExitCode, Io } from '../io.ts';
import { load } from '../load.ts';
import { readOptions } from '../options.ts';
import type { ReadFlags } from '../options.ts';
import { checkDestination, deliver } from './output.ts';

/** Flags of `routes`. */
export interface RoutesFlags extends ReadFlags {
  readonly out?: string;
  readonly output?: string;
}

/** `memhog routes`: what was folded into what, with examples. */
export async function routes(files: readonly string[], flags: RoutesFlags, io: Io): Promise<ExitCode> {
  checkDestination(flags.out, io);
  const config = readConfig(flags.config, io.cwd);
  // Examples are what this command is for: raw paths are shown to the one who asks, here and nowhere else.
  const options = readOptions(files, flags, config, io);
  const { profile } = await load({ ...options, settings: { ...options.settings, examples: true } }, io);
  const rows = routeRows(profile);
  const text =
    flags.output === 'json'
      ? `${inertJson(JSON.stringify({ schema: 'memhog.routes/1', routes: rows }, null, 2))}\n`
      : renderRoutes(rows, { width: io.columns ?? 160, color: io.color && flags.out === undefined });
  deliver(text, flags.out, io);
  return 0;
}

/** One row per route, methods together, most called first. */
function routeRows(profile: Profile): RouteRow[] {
  const rows = new Map<
    string,
    { route: string; origin: RouteRow['origin']; methods: Set<string>; calls: number; examples: string[] }
  >();
  for (const { kind, segments, method, calls, examples } of profile.endpoints) {
    const route = routeText(segments, kind);
    if (route.startsWith('(')) continue;
    const origin =
      kind === 'notFound'
        ? 'not found'
        : kind === 'fixed'
          ? 'rule'
          : segments.some((segment) => segment === ':slug' || segment === '=:value')
            ? 'fan-out'
            : segments.some((segment) => segment.startsWith(':') || segment.startsWith('=:'))
              ? 'ids'
              : 'as is';
    const key = `${kind}\n${route}`;
    const row = rows.get(key) ?? { route, origin, methods: new Set<string>(), calls: 0, examples: [] };
    rows.set(key, row);
    row.methods.add(method);
    row.calls += calls;
    row.examples = [...new Set([...row.examples, ...examples.map(({ path }) => path)])].slice(0, 3);
  }
  return [...rows.values()]
    .map(({ methods, ...row }) => ({ ...row, methods: [...methods].sort() }))
    .sort((a, b) => b.calls - a.calls || (a.route < b.route ? -1 : 1));
}
