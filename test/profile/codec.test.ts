import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { decode, encode, looksLikeProfile, PROFILE_SCHEMA } from '../../src/profile/codec.ts';
import { merge } from '../../src/profile/merge.ts';
import type { Profile } from '../../src/profile/profile.ts';
import { rank } from '../../src/ranking/rank.ts';
import { entries, writeLog } from '../laws/log-arbitrary.ts';
import { inLong } from '../long.ts';
import { profileOf } from '../laws/pieces.ts';

const schema: object = JSON.parse(
  readFileSync(new URL('../../src/schema/profile.schema.json', import.meta.url), 'utf8'),
) as object;

const killed = profileOf(
  gunzipSync(readFileSync('samples/uwsgi/killed.log.gz')).toString('latin1').split('\n'),
);

describe('the profile file', () => {
  it('is described by its schema', () => {
    const validate = new Ajv({ allErrors: true }).compile(schema);
    assert.ok(validate(JSON.parse(encode(killed))), JSON.stringify(validate.errors?.slice(0, 3)));
    fc.assert(
      fc.property(entries(100), (list) => {
        assert.ok(
          validate(JSON.parse(encode(profileOf(writeLog(list))))),
          JSON.stringify(validate.errors?.slice(0, 3)),
        );
      }),
      { seed: 1, numRuns: 20 },
    );
  });

  it('gives a real log back as it was, and ranks the same', () => {
    const back = decode(encode(killed));
    assert.deepEqual(back, killed);
    assert.deepEqual(rank(back), rank(killed));
  });

  it('may be read with fewer buckets where a merge keeps no more, and merges to the same', () => {
    const many = profileOf(
      Array.from(
        { length: 1100 },
        (_, i) =>
          `{address space usage: 120000000 bytes/114MB} {rss usage: 40000000 bytes/38MB} [pid: ${100_000 + i}|app: 0|req: 1/${i + 1}] 10.0.0.5 () {36 vars in 647 bytes} [Sat Nov 21 22:26:40 2026] GET /users => generated 2529 bytes in 55 msecs (HTTP/1.1 200) 5 headers in 165 bytes (1 switches on core 0)`,
      ),
    );
    const text = encode(killed);
    const coarse = decode(text, 16);
    const buckets = (profile: Profile): number[] =>
      profile.workers.flatMap(({ lives }) => lives.map((life) => life.buckets.length));
    assert.ok(Math.max(...buckets(decode(text))) > 16 && Math.max(...buckets(coarse)) <= 16);
    assert.deepEqual(merge(many, coarse), merge(many, killed));
    assert.notDeepEqual(merge(coarse), merge(killed));
  });

  it('is told from a log by its first bytes, and stays small', () => {
    const bytes = new TextEncoder().encode(encode(killed));
    assert.ok(looksLikeProfile(bytes));
    assert.ok(!looksLikeProfile(new TextEncoder().encode('{address space usage: 1 bytes/0MB} {rss')));
    assert.ok(gzipSync(bytes).length < 150_000, `${gzipSync(bytes).length} bytes`);
  });

  it('is refused when it is of another version, cut or damaged, in one line that says what to do', () => {
    const text = encode(killed);
    assert.throws(() => decode(text.replace(PROFILE_SCHEMA, 'memhog.profile/9')), {
      name: 'ProfileError',
      message: /memhog.profile\/9.*make it again/,
    });
    assert.throws(() => decode(text.slice(0, 5000)), {
      name: 'ProfileError',
      message: /cut short.*make it again/,
    });
  });

  it('never lets a stranger crash memhog: any value in any place is refused or read', () => {
    const value: unknown = JSON.parse(encode(killed));
    const places = allPlaces(value);
    const evil = fc.constantFrom<unknown>(
      null,
      -1,
      1.5,
      1e300,
      '',
      'x',
      [],
      {},
      true,
      [[]],
      { __proto__: { polluted: 1 } },
      'a'.repeat(10_000),
    );
    fc.assert(
      fc.property(fc.nat(places.length - 1), evil, (index, put) => {
        const text = JSON.stringify(replaceAt(value, places[index]!, put));
        try {
          rank(decode(text));
        } catch (error) {
          assert.ok(error instanceof Error && error.name === 'ProfileError', String(error));
          assert.ok(!error.message.includes('\n'));
        }
        assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
      }),
      { seed: 7, numRuns: inLong(100, 1000) },
    );
  });
});

type Place = readonly (string | number)[];

/** Every place in a JSON value, long lists by their first entries. */
function allPlaces(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  const inside = Array.isArray(value)
    ? value.slice(0, 2).map((one, i) => [i, one] as const)
    : Object.entries(value);
  return [at, ...inside.flatMap(([key, one]) => allPlaces(one, [...at, key]))].filter(
    (place) => place.length > 0,
  );
}

function replaceAt(value: unknown, [key, ...rest]: Place, put: unknown): unknown {
  if (key === undefined) return put;
  if (Array.isArray(value))
    return value.map((one: unknown, i) => (i === key ? replaceAt(one, rest, put) : one));
  return Object.fromEntries(
    Object.entries(value as object).map(([name, one]) => [
      name,
      name === key ? replaceAt(one, rest, put) : one,
    ]),
  );
}
