/** A ranking made of what strangers send. */
import type { Ranking, Verdict } from '../../src/ranking/ranking.ts';
import { finding, SHOP } from './fixture.ts';

const VERDICTS: readonly Verdict[] = ['leak', 'suspect', 'plateau', 'warm-up', 'bloat', 'steady', 'unknown'];

const ESC = '\u001b';

/** Paths made to harm whoever reads them. */
const HOSTILE_PATHS: readonly string[] = [
  '/<script>alert(1)</script>',
  `/${ESC}[2J${ESC}[31mred`,
  `/${ESC}]8;;https://evil.example${ESC}\\click${ESC}]8;;${ESC}\\`,
  '/\u202egnp.exe\u2066x\u2069',
  '/zero\u200bwidth\u00ad\u{e0041}',
  '/line\u2028sep\u2029\r\n2 GET /fake leak',
  '/lone\ud800x\udc00',
  '/pipe|`code`|[link](https://evil.example)',
  '/@octocat-www.evil.example-#1',
  `/${'a'.repeat(10_000)}`,
  `/zalgo${'\u0301'.repeat(500)}`,
  `/界${'漢字'.repeat(100)}`,
  '/emoji\u{1f600}\u{1f468}\u200d\u{1f469}\u{1fae0}\u{1f1e9}\u{1f1ea}',
  '/\u{17000}\u{1b170}\u4dc0\u0e01\u0e33\u1100\u1161',
  '/"quoted",\tand;split',
];

/** A ranking in which everything a log can fill is hostile. */
export const HOSTILE: Ranking = {
  ...SHOP,
  inputs: HOSTILE_PATHS,
  answer: { kind: 'leaks', text: `GET ${HOSTILE_PATHS.join(' and ')} leak.` },
  warnings: HOSTILE_PATHS.map((path) => ({ code: 'hostile', text: `See ${path}` })),
  coverage: {
    ...SHOP.coverage,
    malformed: HOSTILE_PATHS.map((path, index) => ({ reason: path, count: index + 1, example: path })),
  },
  span: { from: `2026${ESC}[0m`, to: '=now()' },
  findings: [...HOSTILE_PATHS.map((path) => `GET ${path}`), "=cmd|'/C calc'!A0", '+1', '-1', '@SUM(A1)'].map(
    (endpoint, index) =>
      finding({
        endpoint,
        route: endpoint.replace('GET ', ''),
        method: '=HYPERLINK("x")',
        rank: index + 1,
        verdict: VERDICTS[index % VERDICTS.length] ?? 'leak',
        because: `Because of ${endpoint}`,
        evidence: [
          {
            kind: 'span',
            worker: `pid ${endpoint}`,
            from: endpoint,
            to: null,
            before: 1,
            after: 2,
            calls: 1,
          },
          {
            kind: 'request',
            worker: endpoint,
            from: null,
            to: null,
            before: 1,
            after: 2,
            calls: 1,
            source: endpoint,
            offset: 1,
          },
        ],
      }),
  ),
};
