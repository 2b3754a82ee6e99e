/** Traces of real servers (samples/probe/trace-*): every planted leak is found where it was planted, and named in what memhog shows. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { CodeTrace, Finding, Ranking } from '../src/ranking/ranking.ts';
import { memhog } from './cli/world.ts';

const FOLDER = join(import.meta.dirname, '../samples/probe');
const LOGS = readdirSync(FOLDER).filter((name) => name.startsWith('trace-') && name.endsWith('.log.gz'));

interface Planted {
  readonly file: string;
  readonly lines: readonly number[];
  readonly function: string;
  readonly holders: readonly string[];
}
interface Truth {
  readonly routes: Readonly<
    Record<string, { readonly kind: string; readonly kept_per_call: number; readonly planted?: Planted }>
  >;
}

const shapeOf = (route: string): string => route.replaceAll(/:\w+/g, ':');

async function rankingOf(name: string): Promise<Ranking> {
  const { code, stdout } = await memhog(['parse', '--output', 'json', join(FOLDER, name)]);
  assert.equal(code, 0);
  return JSON.parse(stdout) as Ranking;
}

/** Whether a trace's first line is one of those planted, or was called from it. */
function isFoundAt({ lines }: CodeTrace, planted: Planted): boolean {
  const [first] = lines;
  assert.ok(first, 'no line of code');
  const places = [`${first.file}:${first.line}:${first.function}`, ...first.stack];
  return planted.lines.some((line) => places.some((place) => place.startsWith(`${planted.file}:${line}:`)));
}

function traceOf(findings: readonly Finding[], route: string): CodeTrace {
  const finding = findings.find((one) => shapeOf(one.route) === shapeOf(route) && one.code !== undefined);
  assert.ok(finding?.code, `${route}: no finding`);
  assert.equal(finding.code.length, 1, route);
  return finding.code[0]!;
}

describe('a trace of a real server', () => {
  it('is there of Django and of Flask', () => assert.equal(LOGS.length, 2, String(LOGS)));

  for (const name of LOGS)
    it(`${name}: each planted leak is found by file and line, with who holds it and its size`, async () => {
      const { findings, traces = [] } = await rankingOf(name);
      const truth = JSON.parse(
        readFileSync(join(FOLDER, name.replace('.gz', '.truth.json')), 'utf8'),
      ) as Truth;
      const leaks = Object.entries(truth.routes).filter(([, { planted }]) => planted !== undefined);
      assert.equal(leaks.length, 8);
      for (const [route, { kind, kept_per_call: kept, planted }] of leaks) {
        const trace = traceOf(findings, route);
        assert.equal(trace.why, 'done', route);
        if (kind === 'leak:native') {
          assert.ok(Math.abs(trace.native - kept) < 0.25 * kept, `${route}: ${trace.native} of ${kept}`);
          assert.ok(trace.lines.every(({ bytes }) => bytes < 0.1 * kept));
          continue;
        }
        assert.equal(trace.native, 0, route);
        assert.ok(isFoundAt(trace, planted!), `${route}: ${JSON.stringify(trace.lines[0])}`);
        const holders = [...trace.lines, ...trace.holders].map(({ holder }) => holder);
        assert.ok(
          planted!.holders.every((wanted) => holders.some((holder) => holder.startsWith(wanted))),
          `${route}: held by ${holders.join(', ')}`,
        );
        const own = trace.lines.filter(({ file }) => file === planted!.file);
        const bytes = own.reduce((sum, line) => sum + line.bytes, 0);
        assert.ok(Math.abs(bytes - kept) < 0.35 * kept, `${route}: ${bytes} of ${kept}`);
      }
      const innocents = findings.filter(
        ({ route, code }) => code !== undefined && !leaks.some(([leak]) => shapeOf(leak) === shapeOf(route)),
      );
      assert.deepEqual(innocents, []);
      if (name.includes('flask'))
        assert.deepEqual(
          traces.map(({ endpoint, why, calls }) => ({ endpoint, why, calls })),
          [{ endpoint: 'GET /nowhere', why: 'never', calls: 0 }],
        );
    });

  for (const name of LOGS)
    it(`${name}: explain names file, line and function`, async () => {
      const { code, stdout } = await memhog(['explain', '/search', join(FOLDER, name)], { columns: 80 });
      assert.equal(code, 0);
      const text = stdout.replaceAll(/\s+/g, ' ');
      assert.match(
        text,
        /`shop\.py:16` in `lines`: \+6\.8 KiB and 32 blocks per call, never released; held by `functools\._lru_cache_wrapper of shop\.search_all/,
      );
      assert.match(text, /called from `shop\.py:48` in `search_all`, `shop\.py:54` in `search`/);
      assert.match(text, /Parts of its requests, by \d+ requests looked at/);
      for (const line of stdout.split('\n')) assert.ok(line.length <= 80, line);
    });
});
