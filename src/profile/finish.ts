import { compareText } from './endpoint-table.ts';
import type { EndpointTotals, LargeDelta, Profile } from './profile.ts';
import { hearRestarts, sourceKey } from './host-table.ts';
import type { ProfileBuilder } from './builder.ts';

/** The places of `items` in their order by `key`: the ordered items, and where each old index went. */
function inOrder<T>(
  items: readonly T[],
  key: (item: T) => string,
): { readonly items: readonly T[]; readonly place: (index: number) => number } {
  const order = items.map((_, index) => index).sort((a, b) => compareText(key(items[a]!), key(items[b]!)));
  const places = new Array<number>(items.length);
  order.forEach((old, place) => (places[old] = place));
  return { items: order.map((old) => items[old]!), place: (index) => places[index]! };
}

/** The profile that a builder stands for, in canonical order: equal profiles are equal structures. */
export function toProfile(builder: ProfileBuilder): Profile {
  const { hosts, coverage, settings, from, to } = builder;
  const files = inOrder(builder.files, (name) => name);
  const sources = inOrder(hosts.sources, sourceKey);
  const { endpoints, place } = builder.endpoints.totals();
  const rename = { endpoint: place, file: files.place };
  const cap = hosts.bucketsPerLife();
  const renameLarge = (large: LargeDelta): LargeDelta => ({
    ...large,
    file: files.place(large.file),
    source: sources.place(large.source),
  });
  const renameTotals = (totals: EndpointTotals): EndpointTotals => ({
    ...totals,
    largest: totals.largest.map(renameLarge),
  });
  const all = hosts.inOrder();
  for (const host of all) for (const worker of host.workers.values()) hearRestarts(host, worker);
  return {
    settings,
    sources: sources.items,
    files: files.items,
    coverage: coverage.toCoverage(files.place),
    from,
    to,
    depth: builder.endpoints.depth,
    endpoints: endpoints.map(renameTotals),
    workers: all.flatMap((host) =>
      [...host.workers.values()]
        .sort((a, b) => a.pid - b.pid)
        .map(({ pid, before, after, lives }) => ({
          source: sources.place(host.source),
          host: host.name,
          pid,
          before,
          lives: lives.map((life) => life.toLife(cap, rename)),
          after,
        })),
    ),
    restarts: all
      .filter((host) => host.restarts > 0)
      .map((host) => ({ source: sources.place(host.source), host: host.name })),
    closed: all
      .filter((host) => host.closed.lives > 0)
      .map((host) => {
        const { lives, requests } = host.closed;
        const calls = new Map<number, number>();
        for (const [endpoint, count] of host.closed.calls)
          calls.set(place(endpoint), (calls.get(place(endpoint)) ?? 0) + count);
        return {
          source: sources.place(host.source),
          host: host.name,
          lives,
          requests,
          calls: [...calls].sort(([a], [b]) => a - b),
        };
      }),
    traces: builder.traces.lines(sources.place),
    servers: builder.servers.servers(sources.place),
    spans: builder.spans.totals(place),
  };
}
