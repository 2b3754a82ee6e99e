/** Every target for a moment, with a fixed seed, and all that was ever found. `npm run fuzz` takes its time. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { inLong } from '../long.ts';
import { Pipeline } from '../../src/pipeline.ts';
import { decode, encode } from '../../src/profile/codec.ts';
import { DEFAULT_SETTINGS } from '../../src/profile/profile.ts';
import { RecordReader } from '../../src/record-reader.ts';
import { FOUND_LINES, FOUND_UNREADABLE, tail } from './found.ts';
import { fuzz, TARGETS } from './fuzz.ts';
import { LINE_TARGETS } from './line-targets.ts';

const SEED = 20_261_123;

/** All targets together, milliseconds. */
const TIME = inLong(12_000, 60_000);

const weights = TARGETS.reduce((sum, { weight }) => sum + weight, 0);

describe('damaged input harms nothing:', () => {
  for (const target of TARGETS) {
    it(target.name, async () => {
      const { failure, runs } = await fuzz(target, (TIME * target.weight) / weights, SEED);
      assert.equal(failure, '');
      assert.ok(runs > 0);
    });
  }
});

describe('what was found once is found no more:', () => {
  for (const { was, line } of FOUND_LINES) {
    it(was, async () => {
      const bytes = Buffer.from(line, 'latin1');
      for (const { property, ofLine } of LINE_TARGETS) {
        await fc.assert(property(), { examples: [ofLine(bytes)], numRuns: 1 });
      }
    });
  }

  for (const { was, line } of FOUND_UNREADABLE) {
    it(`${was} makes a profile that can be read`, () => {
      const pipeline = new Pipeline(DEFAULT_SETTINGS);
      pipeline.open({ name: 'a.log', machine: 'm' }, 'a.log');
      const bytes = Buffer.from(line);
      pipeline.line(bytes, 0, bytes.length, 0);
      const profile = pipeline.toProfile();
      assert.equal(profile.coverage.readings, 1);
      assert.deepEqual(decode(encode(profile)), profile);
    });
  }

  it('a bucket before the first one of all is refused', () => {
    const pipeline = new Pipeline(DEFAULT_SETTINGS);
    pipeline.open({ name: 'a.log', machine: 'm' }, 'a.log');
    const bytes = Buffer.from(FOUND_LINES[0]!.line);
    pipeline.line(bytes, 0, bytes.length, 0);
    const text = encode(pipeline.toProfile());
    assert.match(text, /"index":\[14\]/);
    const below = text.replace('"index":[14]', '"index":[-1]');
    assert.throws(() => decode(below), { name: 'ProfileError', message: /'index' goes below zero/ });
  });

  it('a line that no format was asked about has nothing of the line before it', () => {
    const told: string[] = [];
    const reader = new RecordReader({}, (kind, { pid, route }) => told.push(`${kind} ${pid} ${route}`));
    for (const text of [
      tail('method=GET path="/a" route="/a"'),
      '{"__REALTIME_TIMESTAMP":"1","_PID":"7","MESSAGE":null}',
    ]) {
      const bytes = Buffer.from(text);
      reader.line(bytes, 0, bytes.length, 0);
    }
    reader.end();
    assert.deepEqual(told, ['request 1 /a', 'foreign 0 ']);
  });
});
