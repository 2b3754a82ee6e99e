/** A ranking, a profile and a log in which everything that a stranger can fill is a text of the corpus. */
import type { Profile } from '../../src/profile/profile.ts';
import type { CodeTrace, Ranking, Verdict } from '../../src/ranking/ranking.ts';
import { finding, SHOP } from '../render/fixture.ts';
import { SHOP_PROFILE } from '../report/profiles.ts';
import { HOSTILE_TEXTS, hostileText } from './corpus.ts';

const VERDICTS: readonly Verdict[] = ['leak', 'suspect', 'plateau', 'warm-up', 'bloat', 'steady', 'unknown'];

/** `texts` stand for what a stranger wrote; harmless ones make the same ranking to compare with. */
export function rankingWith(texts: readonly string[]): Ranking {
  const text = (i: number): string => texts[i % texts.length]!;
  return {
    ...SHOP,
    inputs: texts,
    answer: { kind: 'leaks', text: `GET ${texts.join(' and ')} leak.` },
    warnings: texts.map((one) => ({ code: 'hostile', text: `See ${one}` })),
    coverage: {
      ...SHOP.coverage,
      ignored: texts.map((one, i) => ({ reason: one, count: i + 1, example: text(i + 1) })),
      malformed: texts.map((one, i) => ({ reason: one, count: i + 1, example: text(i + 2) })),
    },
    workers: {
      ...SHOP.workers,
      summaries: SHOP.workers.summaries.map((one, i) => ({
        ...one,
        worker: `pid 1 ${text(i)}`,
        ended: text(i + 1),
      })),
    },
    acknowledged: texts.map((one, i) => ({ endpoint: `GET ${one}`, note: text(i + 1), until: '2026-12-31' })),
    traces: texts.map((one, i) => ({ ...traceWith(text, i), endpoint: one })),
    deploys: [{ at: '2026-11-22T06:00:00', host: text(3), workers: 4 }],
    findings: texts.map((one, i) =>
      finding({
        endpoint: `GET ${one}`,
        route: one,
        method: text(i + 1),
        rank: i + 1,
        verdict: VERDICTS[i % VERDICTS.length]!,
        because: `Because of ${one}`,
        code: [traceWith(text, i)],
        spans: {
          sampled: 3,
          mostKept: { bytes: 1, blocks: null },
          parts: (['passing', 'kept', 'nothing', 'unknown'] as const).map((fate, part) => ({
            ...{ name: text(i + part), sampled: 1, times: 1, blocks: 2, bytes: 3000, fate },
          })),
        },
        evidence: [
          { kind: 'span', worker: `pid 1 ${one}`, from: one, to: null, before: 1, after: 2, calls: 1 },
          {
            kind: 'request',
            worker: one,
            from: null,
            to: null,
            before: 1,
            after: 2,
            calls: 1,
            source: text(i + 1),
            offset: 1,
          },
        ],
      }),
    ),
  };
}

/** A trace in which every text is one of those. */
function traceWith(text: (i: number) => string, i: number): CodeTrace {
  return {
    ...{ endpoint: text(i + 1), worker: `pid 1 ${text(i)}`, from: text(i), to: text(i + 1) },
    ...{ why: i % 3 === 0 ? text(i + 2) : i % 3 === 1 ? 'fault' : 'done', what: text(i + 3), calls: 2 },
    lines: [
      {
        ...{ file: text(i), line: 3, function: text(i + 1), bytes: 3000, blocks: 2, holder: text(i + 2) },
        stack: [`${text(i)}:3:f`, `${text(i + 3)}:4:${text(i + 4)}`],
      },
    ],
    holders: [{ holder: text(i), type: text(i + 1), items: 1.5 }],
    types: [{ type: text(i), count: 1, bytes: 0 }],
    native: 5000,
    heap: [{ type: text(i + 1), count: 1, bytes: 10 }],
    memray: text(i),
    deploy: text(i + 1),
  };
}

/** The shop's profile with such texts as routes, methods, hosts, sources, files, reasons and examples. */
export function profileWith(texts: readonly string[]): Profile {
  const text = (i: number): string => texts[i % texts.length]!;
  const { endpoints, workers, coverage, sources, files } = SHOP_PROFILE;
  return {
    ...SHOP_PROFILE,
    endpoints: endpoints.map((endpoint, i) => ({
      ...endpoint,
      kind: 'fixed',
      method: i % 2 === 0 ? '' : text(i + 3),
      segments: [text(i)],
      examples: texts.map((path, line) => ({ line, path })),
      largest: endpoint.largest.map((large) => ({ ...large, host: text(i) })),
    })),
    workers: workers.map((worker, i) => ({
      ...worker,
      host: text(i),
      after: { ...worker.after, ended: text(i + 1) },
    })),
    traces: texts.flatMap((one, i) => [
      {
        ...{ source: 0, host: text(i), pid: 7, time: 1_795_000_000 + i, since: -1, kind: 'line' },
        endpoint: i % 2 === 0 ? `GET ${one}` : one,
        fields: [
          ...(['file', 'function', 'holder'] as const).map((name, at) => [name, text(i + at)] as const),
          ['bytes', '99.5'],
          ['stack', `${text(i)}:1:${text(i + 1)};${text(i + 2)}`],
        ],
      },
    ]),
    spans: {
      most: 32,
      endpoints: endpoints.map((_, endpoint) => ({
        ...{ endpoint, sampled: 1, calls: 1 },
        names: [{ name: text(endpoint), sampled: 1, calls: 1, times: 1, blocks: 5, bytes: 9000 }],
      })),
    },
    sources: sources.map((source) => ({ ...source, name: text(1) })),
    files: files.map(() => text(4)),
    coverage: {
      ...coverage,
      ignored: texts.map((example, i) => ({ reason: text(i + 1), lines: 1, example, file: 0, offset: 0 })),
      formats: [[text(0), 4000]],
    },
  };
}

/** A text as a value of memhog's tail: any sign of it can be written so. */
const quoted = (text: string): string =>
  JSON.stringify(text).replace(
    /[^\x20-\x7e]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** A log whose paths, routes, tasks and hosts are those texts; workers of two hosts grow. */
export function hostileLog(): string {
  const lines: string[] = [];
  for (let i = 1; i <= 2000; i++) {
    const text = hostileText(i >> 2);
    const path = text.startsWith('/') ? text : `/${text}`;
    const what = [
      `method=GET path=${quoted(path.slice(0, 3000))}`,
      `method=GET path="/a" route=${quoted(text.slice(0, 3000))}`,
      `task=${quoted(text.slice(0, 3000))}`,
      `method=POST path="/cart"`,
    ][i % 4]!;
    const time = new Date(Date.UTC(2026, 10, 22, 8, 0, i)).toISOString();
    const host = i % 2 === 0 ? quoted(hostileText(i % 40).slice(0, 200)) : '"web1"';
    lines.push(
      `memhog v=1 time=${time} pid=${100 + (i % 2)} host=${host} seq=${i >> 1} inflight=1 rss=${50_000_000 + 40_960 * i} ${what} status=200 ms=1`,
      `${HOSTILE_TEXTS[i % HOSTILE_TEXTS.length]!.replaceAll(/[\r\n]/g, ' ').slice(0, 300)} [pid: 1|app: 0|`,
    );
  }
  return `${lines.join('\n')}\n`;
}
