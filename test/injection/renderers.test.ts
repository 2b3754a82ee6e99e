/** One corpus of hostile texts through everything that memhog writes. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from 'node:test';
import { Alarm } from '../../src/live/alarm.ts';
import { MetricsServer } from '../../src/live/metrics.ts';
import { trendsOf } from '../../src/nightly/trend.ts';
import { compareRankings } from '../../src/ranking/compare-rankings.ts';
import { rank } from '../../src/ranking/rank.ts';
import { renderCompareJson } from '../../src/render/compare-json.ts';
import { renderCompareMarkdown } from '../../src/render/compare-markdown.ts';
import { renderCompareTable } from '../../src/render/compare-table.ts';
import { errorLine, warningLine } from '../../src/render/error-line.ts';
import { explainFinding } from '../../src/render/explain.ts';
import { liveFrame } from '../../src/render/live/frame.ts';
import { summaryLine } from '../../src/render/live/summary-line.ts';
import { RENDERERS } from '../../src/render/renderers.ts';
import { rankSpans } from '../../src/ranking/span-ranking.ts';
import { SPAN_RENDERERS } from '../../src/render/spans/renderers.ts';
import { renderRoutes } from '../../src/render/routes.ts';
import { renderComparePage } from '../../src/report/compare-page.ts';
import { renderIndex } from '../../src/report/index-page.ts';
import { renderPage } from '../../src/report/page.ts';
import { folderWith } from '../cli/shop-log.ts';
import { memhog } from '../cli/world.ts';
import { viewOf, WORKERS } from '../live/demo-view.ts';
import { HOSTILE_TEXTS, hostileText } from './corpus.ts';
import { hostileLog, profileWith, rankingWith } from './hostile.ts';
import { safeCsv, safeHtml, safeJson, safeMarkdown, safeMetrics, safeOnTerminal } from './safety.ts';

const RANKING = rankingWith(HOSTILE_TEXTS);
/** As many texts, all different, that harm nobody. */
const HARMLESS = HOSTILE_TEXTS.map((_, i) => `/harmless-${i}`);
const PLAIN = rankingWith(HARMLESS);
const FORMS: Readonly<Record<string, (text: string) => void>> = {
  table: safeOnTerminal,
  json: safeJson,
  csv: safeCsv,
  markdown: safeMarkdown,
};

describe('hostile text harms nobody in', () => {
  for (const [name, render] of RENDERERS)
    it(`--output ${name}`, () => {
      const check = FORMS[name];
      assert.ok(check, `no check for ${name}: say in safety.ts what it must not hold`);
      for (const color of [false, true]) check(render(RANKING, { width: 100, color, top: 0 }));
      // What is ranked from a hostile profile, too.
      check(render(rank(profileWith(HOSTILE_TEXTS)), { width: 100, color: false, top: 0 }));
    });

  it('explain', () => {
    for (const finding of RANKING.findings)
      safeOnTerminal(explainFinding(finding, RANKING, { width: 80, color: true, next: HOSTILE_TEXTS }));
  });

  for (const [name, render] of SPAN_RENDERERS)
    it(`--by span --output ${name}`, () => {
      for (const ranking of [RANKING, rank(profileWith(HOSTILE_TEXTS))])
        FORMS[name]!(render(rankSpans(ranking), { width: 100, color: true, top: 0 }));
    });

  it('routes', () => {
    const rows = HOSTILE_TEXTS.map((route, i) => ({
      route,
      origin: 'ids' as const,
      methods: [hostileText(i + 1)],
      calls: 1,
      examples: [hostileText(i + 2)],
    }));
    safeOnTerminal(renderRoutes(rows, { width: 80, color: true }));
  });

  it('compare', () => {
    const compared = compareRankings({ ...RANKING, findings: RANKING.findings.slice(3) }, RANKING);
    safeOnTerminal(renderCompareTable(compared, { width: 100, color: true, top: 0 }));
    safeMarkdown(renderCompareMarkdown(compared, { top: 0 }));
    safeJson(renderCompareJson(compared));
    const plain = compareRankings({ ...PLAIN, findings: PLAIN.findings.slice(3) }, PLAIN);
    safeHtml(renderComparePage(compared), renderComparePage(plain));
  });

  it('the report page', async () => {
    const page = (texts: readonly string[], isStatic: boolean): Promise<string> => {
      const profile = profileWith(texts);
      const ranking = { ...rankingWith(texts), ...rank(profile), inputs: texts };
      const acknowledged = texts.map((endpoint, i) => ({
        endpoint,
        note: texts[(i + 1) % texts.length]!,
        until: '',
      }));
      return renderPage({ profile, ranking, title: texts[2]!, acknowledged, isStatic });
    };
    for (const isStatic of [true, false])
      safeHtml(await page(HOSTILE_TEXTS, isStatic), await page(HARMLESS, isStatic));
  });

  it('the index of nights', () => {
    const index = (texts: readonly string[]): string => {
      const ranking = rankingWith(texts);
      const nights = [
        { day: '2026-11-21', ranking: { ...ranking, findings: ranking.findings.slice(4) } },
        { day: '2026-11-22', ranking },
      ];
      const acknowledged = texts.map((endpoint) => ({ endpoint, note: endpoint, until: '' }));
      return renderIndex({ nights, trends: trendsOf(nights), acknowledged, made: '1.0' });
    };
    safeHtml(index(HOSTILE_TEXTS), index(HARMLESS));
  });

  it('the live screen and its lines', () => {
    const view = viewOf(RANKING);
    const workers = HOSTILE_TEXTS.map((name, i) => ({ ...WORKERS[i % WORKERS.length]!, name }));
    for (const shows of ['ranking', 'evidence', 'help'] as const)
      for (let i = 0; i < HOSTILE_TEXTS.length; i++) {
        const figures = {
          ...view.figures,
          since: hostileText(i),
          historyNote: hostileText(i + 1),
          inputs: HOSTILE_TEXTS.slice(i),
          trouble: i % 5 === 0 ? hostileText(i + 2) : '',
        };
        const ui = { ...view.ui, shows, selected: i, filter: hostileText(i + 3) };
        const frame = liveFrame(
          { ...view, figures, workers: workers.slice(i), ui },
          { columns: 120, rows: 40, color: true },
        );
        for (const line of frame) safeOnTerminal(line);
      }
    safeOnTerminal(summaryLine('2026-11-22T08:00:00', view.figures, workers, RANKING));
  });

  it('--metrics', async () => {
    const view = viewOf(RANKING);
    const state = {
      figures: { ...view.figures, requests: 1 },
      workers: HOSTILE_TEXTS.map((name, i) => ({ ...WORKERS[i % WORKERS.length]!, name, isGone: false })),
      ranking: RANKING,
      windowRanking: undefined,
    };
    // Any port that is free, below those given out to clients.
    const port = 20_000 + (process.pid % 10_000);
    const server = new MetricsServer({ host: '127.0.0.1', port }, () => state);
    await server.listen();
    try {
      safeMetrics(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text());
    } finally {
      server.close();
    }
  });

  it('what --exec is given', async () => {
    const told = join(folderWith(), 'told');
    const failures: string[] = [];
    const alarm = new Alarm({
      on: 'leak',
      command: `cat >> '${told}'`,
      coolDown: 60_000,
      onFailure: (text) => failures.push(text),
    });
    const leaks = RANKING.findings.filter(({ verdict }) => verdict === 'leak').length;
    const lines = (): string[] => {
      try {
        return readFileSync(told, 'utf8').trimEnd().split('\n');
      } catch {
        return [];
      }
    };
    // Some commands run at a time; what is left is told when it is next looked at.
    for (let i = 0; i < 400 && lines().length < leaks; i++) {
      alarm.see({ ...RANKING, acknowledged: [] }, 0);
      await sleep(25);
    }
    assert.equal(lines().length, leaks);
    for (const line of lines()) safeJson(line);
    assert.deepEqual(failures, []);
  });

  it('errors and warnings', () => {
    for (const text of HOSTILE_TEXTS) {
      safeOnTerminal(errorLine(text).slice(0, -1));
      safeOnTerminal(warningLine(text).slice(0, -1));
      assert.equal(errorLine(text).split('\n').length, 2);
    }
  });
});

/** Names that a file may have. */
const FILE_NAMES = HOSTILE_TEXTS.map((text) => text.replaceAll(/[/\0]/g, '_')).filter(
  (name) => Buffer.byteLength(name) < 200 && !/\p{Cs}/u.test(name),
);

describe('a hostile log, of a hostile name, under a hostile configuration, harms nobody in', () => {
  const log = hostileLog();
  const cwd = folderWith(Object.fromEntries(FILE_NAMES.slice(0, 3).map((name) => [name, log])));
  const [first, second, third] = FILE_NAMES as [string, string, string];
  const config = folderWith({
    'memhog.json': JSON.stringify({
      acknowledged: HOSTILE_TEXTS.map((text) => ({ endpoint: `GET ${text}`, note: text })),
      routes: HOSTILE_TEXTS.filter((text) => text.startsWith('/') && !text.includes('**')),
    }),
    'unknown.json': JSON.stringify({ [hostileText(1)]: hostileText(2) }),
  });
  const RUNS: readonly (readonly [args: readonly string[], check: (text: string) => void])[] = [
    [['parse', `./${first}`, '--top', '0', '--show-paths'], safeOnTerminal],
    [['parse', `./${first}`, '--config', join(config, 'memhog.json')], safeOnTerminal],
    [['parse', `./${first}`, '--config', join(config, 'unknown.json')], safeOnTerminal],
    [['parse', `./${first}`, '--output', 'csv'], safeCsv],
    [['parse', `./${first}`, '--output', 'json', '--show-paths'], safeJson],
    [['parse', `./${first}`, '--output', 'markdown', '--top', '0'], safeMarkdown],
    [['parse', `./${first}`, '--by', 'host'], safeOnTerminal],
    [['explain', 'POST /cart', `./${first}`], safeOnTerminal],
    [['explain', hostileText(0), `./${first}`], safeOnTerminal],
    [['routes', `./${first}`], safeOnTerminal],
    [['routes', `./${first}`, '--output', 'json'], safeJson],
    [['check', `./${first}`, `./${second}`], safeOnTerminal],
    [['compare', `./${second}`, `./${third}`], safeOnTerminal],
    [['advise', `./${first}`, '--server', 'gunicorn'], safeOnTerminal],
    [['advise', `./${first}`, '--output', 'markdown', '--server', 'uwsgi'], safeMarkdown],
    [['advise', `./${first}`, '--output', 'json'], safeJson],
    [['ack', `GET ${hostileText(3)}`, '--note', hostileText(4)], safeOnTerminal],
    [['ack'], safeOnTerminal],
    [['setup', hostileText(5)], safeOnTerminal],
    [['live', hostileText(6), '--metrics', hostileText(7)], safeOnTerminal],
    [[hostileText(8), hostileText(9)], safeOnTerminal],
    [['parse', '--by', hostileText(10), `./${first}`], safeOnTerminal],
    [['parse', '--pattern', hostileText(11), `./${first}`], safeOnTerminal],
    [['parse', '--log-format', hostileText(19), `./${first}`], safeOnTerminal],
    [['parse', '--route', hostileText(12), `./${first}`], safeOnTerminal],
  ];

  for (const [args, check] of RUNS)
    it(args.map((word) => JSON.stringify(word).slice(0, 30)).join(' '), async () => {
      const { code, stdout, stderr } = await memhog(args, { cwd });
      assert.ok(code < 3, stderr);
      if (stdout !== '') check(stdout);
      safeOnTerminal(stderr);
    });
});
