/** A log says the same whatever transports its lines came through, but for the names of hosts and the places of lines. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Profile } from '../../src/profile/profile.ts';
import { comparable, profileOf } from './comparable.ts';
import { criLines, WRITERS } from './writers.ts';
import type { Chance, Writer } from './writers.ts';
import { inLong } from '../long.ts';

const SAMPLES = join(import.meta.dirname, '../../samples');
const MOST_LINES = inLong(100, 300);

interface Sample {
  readonly name: string;
  readonly lines: readonly string[];
  /** What a wrapper may say without changing anything: what each line says itself. */
  readonly saysItself: readonly ('time' | 'pid')[];
  readonly bare: string;
}

function sampleOf(name: string): Sample {
  const text = gunzipSync(readFileSync(join(SAMPLES, name))).toString('utf8');
  const lines = text.split('\n').slice(0, MOST_LINES);
  const profile = profileOf(lines);
  const hasPids = profile.workers.every(({ pid }) => pid > 0);
  const hasTimes = profile.workers.every(({ lives }) => lives.every((life) => life.first.time >= 0));
  const saysItself = [...(hasTimes ? (['time'] as const) : []), ...(hasPids ? (['pid'] as const) : [])];
  return { name, lines, saysItself, bare: comparable(profile) };
}

const samples = readdirSync(SAMPLES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.log.gz') && !name.startsWith('wrappers'))
  .sort()
  .map(sampleOf);

/** Chance that repeats itself: fast-check gives the seed. (Lehmer's generator, Park and Miller 1988.) */
function chanceOf(seed: number): Chance {
  let state = 1 + (seed % 2_147_483_646);
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

function wrapped(lines: readonly string[], writers: readonly Writer[], chance: Chance): readonly string[] {
  return writers.reduce((inner, writer) => writer.wrap(inner, chance), lines);
}

describe('a wrapped log', () => {
  it('is there to be wrapped', () => assert.ok(samples.length >= 5));

  for (const writer of WRITERS) {
    it(`gives the profile of the bare one: ${writer.name}`, () => {
      for (const { name, lines, saysItself, bare } of samples) {
        if (!writer.says.every((what) => saysItself.includes(what))) continue;
        assert.equal(comparable(profileOf(wrapped(lines, [writer], chanceOf(1)))), bare, name);
      }
    });
  }

  it('gives the profile of the bare one in any nesting of up to four', () => {
    const nesting = fc.array(fc.constantFrom(...WRITERS), { maxLength: 4 });
    fc.assert(
      fc.property(fc.constantFrom(...samples), nesting, fc.nat(), (sample, writers, seed) => {
        const fitting = writers.filter(({ says }) => says.every((what) => sample.saysItself.includes(what)));
        const lines = wrapped(sample.lines, fitting, chanceOf(seed));
        assert.equal(comparable(profileOf(lines)), sample.bare, fitting.map(({ name }) => name).join(' in '));
      }),
      { seed: 20261122, numRuns: inLong(50, 500) },
    );
  });
});

/** What each life of a host was: process id, requests, first and last reading. */
function livesOf(profile: Profile, host: string): readonly string[] {
  return profile.workers
    .filter((worker) => worker.host === host)
    .flatMap(({ pid, lives }) =>
      lives.map(({ requests, first, last }) => {
        const edges = [first, last].map(({ figures, workerRequests }) => [
          Array.from(figures),
          workerRequests,
        ]);
        return JSON.stringify([pid, requests, edges]);
      }),
    )
    .sort();
}

describe('two containers of one stream', () => {
  it('never mix, though their process ids are equal and their lines come in pieces', () => {
    for (const { name, lines } of samples) {
      const bare = profileOf(lines);
      const pods = ['a', 'b'].map((pod, i) =>
        lines
          .flatMap((line) => criLines(line, i === 0 ? 'stdout' : 'stderr'))
          .map((line) => `[pod/${pod}/app] ${line}`),
      );
      const chance = chanceOf(7);
      const mixed: string[] = [];
      const at = [0, 0];
      while (at[0]! < pods[0]!.length || at[1]! < pods[1]!.length) {
        const which = chance(2);
        const line = pods[which]![at[which]!++];
        if (line !== undefined) mixed.push(line);
      }
      const profile = profileOf(mixed);
      if (bare.workers.every(({ host, pid }) => host === '' && pid > 0))
        for (const host of ['a/app', 'b/app'])
          assert.deepEqual(livesOf(profile, host), livesOf(bare, ''), name);
      assert.equal(profile.coverage.requests, 2 * bare.coverage.requests, name);
    }
  });
});
