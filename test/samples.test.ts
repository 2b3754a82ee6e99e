/** The logs of a real uWSGI (samples/uwsgi): the planted leaks are named, the innocents are not, however the bytes arrive. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { encode } from '../src/profile/codec.ts';
import { DEFAULT_SETTINGS } from '../src/profile/profile.ts';
import { LineSplitter } from '../src/input/lines.ts';
import { readPipedLines } from '../src/input/piped.ts';
import { Pipeline } from '../src/pipeline.ts';
import { rank } from '../src/ranking/rank.ts';
import type { Finding, Ranking } from '../src/ranking/ranking.ts';
import { inLong } from './long.ts';

const FOLDER = join(import.meta.dirname, '../samples/uwsgi');
const SAMPLES = ['leaky-shop', 'clean', 'recycled', 'threads', 'killed'] as const;
type Sample = (typeof SAMPLES)[number];

const textOf = (sample: Sample): Buffer => gunzipSync(readFileSync(join(FOLDER, `${sample}.log.gz`)));

/** Routes of the sample's truth file whose kind begins so. */
function routesOf(sample: Sample, kind: 'leak' | 'innocent'): Set<string> {
  const truth: unknown = JSON.parse(readFileSync(join(FOLDER, `${sample}.log.truth.json`), 'utf8'));
  assert.ok(typeof truth === 'object' && truth !== null && 'routes' in truth);
  assert.ok(typeof truth.routes === 'object' && truth.routes !== null);
  const routes = Object.entries(truth.routes)
    .filter(([, one]) => JSON.stringify(one).includes(`"kind":"${kind}:`))
    .map(([route]) => route);
  return new Set(routes);
}

function pipelineOf(sample: Sample): Pipeline {
  const pipeline = new Pipeline(DEFAULT_SETTINGS);
  pipeline.open({ name: `${sample}.log`, machine: 'shop' }, `${sample}.log`);
  return pipeline;
}

function* cut(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function readInChunks(sample: Sample, text: Buffer, size: number): Pipeline {
  const pipeline = pipelineOf(sample);
  const splitter = new LineSplitter((...line) => pipeline.line(...line));
  for (const chunk of cut(text, size)) splitter.push(chunk);
  splitter.end();
  return pipeline;
}

async function readPiped(sample: Sample, text: Buffer, size: number): Promise<Pipeline> {
  const pipeline = pipelineOf(sample);
  // A generator of promises would be as asynchronous as a socket, and several times slower.
  const chunks = { [Symbol.asyncIterator]: () => asynchronous(cut(text, size)) };
  await readPipedLines(
    { name: '-', chunks },
    { onLine: (...line) => pipeline.line(...line), onWarning: ({ text }) => assert.fail(text) },
  );
  return pipeline;
}

function asynchronous<T>(items: Iterator<T>): AsyncIterator<T> {
  return { next: () => Promise.resolve(items.next()) };
}

function rankingOf(sample: Sample): Ranking {
  return rank(readInChunks(sample, textOf(sample), 1 << 18).toProfile());
}

const isBlamed = ({ verdict }: Finding): boolean => verdict === 'leak' || verdict === 'suspect';

function assertNoInnocentIsALeak(sample: Sample, { findings }: Ranking): void {
  const innocent = routesOf(sample, 'innocent');
  assert.ok(innocent.size > 10);
  const called = findings.filter(
    ({ verdict, route }) => verdict === 'leak' && !routesOf(sample, 'leak').has(route),
  );
  assert.deepEqual(
    called.map(({ endpoint, because }) => `${endpoint}: ${because}`),
    [],
  );
}

describe('the samples', () => {
  it('leaky-shop: the four planted leaks are on top', () => {
    const ranking = rankingOf('leaky-shop');
    const planted = routesOf('leaky-shop', 'leak');
    const top = ranking.findings.slice(0, 4);
    assert.deepEqual(new Set(top.map(({ route }) => route)), planted);
    assert.ok(top.every(isBlamed));
    assert.equal(ranking.answer.kind, 'leaks');
    assertNoInnocentIsALeak('leaky-shop', ranking);
    assert.deepEqual(
      [ranking.coverage.lines, ranking.coverage.requests, ranking.workers.lives],
      [100_044, 100_000, 4],
    );
  });

  it('clean: nothing is called a leak', () => {
    const { findings, answer } = rankingOf('clean');
    assert.deepEqual(
      findings.filter(({ verdict }) => verdict === 'leak'),
      [],
    );
    assert.notEqual(answer.text, '');
  });

  it('recycled: 26 lives with requests, 24 of them ended by max-requests', () => {
    const ranking = rankingOf('recycled');
    assertNoInnocentIsALeak('recycled', ranking);
    assert.equal(ranking.workers.lives, 26);
    assert.equal(ranking.workers.summaries.filter(({ ended }) => ended === 'recycled').length, 24);
  });

  it('threads: warned of, in both workers', () => {
    const ranking = rankingOf('threads');
    assertNoInnocentIsALeak('threads', ranking);
    assert.ok(
      ranking.warnings.some(({ code, text }) => code === 'threads' && text.startsWith('2 worker lives')),
    );
    assert.equal(ranking.workers.lives, 2);
  });

  it('killed: one of five lives ended so', () => {
    const ranking = rankingOf('killed');
    assertNoInnocentIsALeak('killed', ranking);
    assert.equal(ranking.workers.lives, 5);
    assert.deepEqual(ranking.workers.summaries.map(({ ended }) => ended).sort(), ['', '', '', '', 'killed']);
    assert.deepEqual(
      ranking.warnings.filter(({ code }) => code === 'threads'),
      [],
    );
  });
});

describe('a sample read in small pieces gives the same profile', () => {
  // The smaller the pieces, the less of the log: a promise for each piece is slow under the test runner.
  const BULK = [
    [inLong(400_000, 2_000_000), 100],
    [inLong(100_000, 500_000), 7],
    [inLong(20_000, 100_000), 1],
  ] as const;
  const PIPED = [
    [inLong(100_000, 500_000), 100],
    [inLong(20_000, 50_000), 7],
    [inLong(5000, 10_000), 1],
  ] as const;
  const encoded = (pipeline: Pipeline): string => encode(pipeline.toProfile());
  for (const sample of SAMPLES) {
    it(sample, async () => {
      const text = textOf(sample);
      const whole = (part: Buffer): string => encoded(readInChunks(sample, part, part.length));
      for (const [length, size] of BULK) {
        const part = text.subarray(0, length);
        assert.equal(encoded(readInChunks(sample, part, size)), whole(part));
      }
      for (const [length, size] of PIPED) {
        const part = text.subarray(0, length);
        assert.equal(encoded(await readPiped(sample, part, size)), whole(part));
      }
    });
  }
});
