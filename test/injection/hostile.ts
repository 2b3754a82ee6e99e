/** A ranking, a profile and a log in which everything that a stranger can fill is a text of the corpus. */
import type { Profile } from '../../src/profile/profile.ts';
import type { Ranking, Verdict } from '../../src/ranking/ranking.ts';
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
    deploys: [{ at: '2026-11-22T06:00:00', host: text(3), workers: 4 }],
    findings: texts.map((one, i) =>
      finding({
        endpoint: `GET ${one}`,
        route: one,
        method: text(i + 1),
        rank: i + 1,
        verdict: VERDICTS[i % VERDICTS.length]!,
        because: `Because of ${one}`,
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
