/** What memhog has written and reads again: profiles and saved states. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { digest } from '../../src/input/identity.ts';
import { readSaved } from '../../src/live/saver.ts';
import { decodeState } from '../../src/nightly/state.ts';
import { Pipeline } from '../../src/pipeline.ts';
import { decode, encode } from '../../src/profile/codec.ts';
import { merge } from '../../src/profile/merge.ts';
import { DEFAULT_SETTINGS } from '../../src/profile/profile.ts';
import { rank } from '../../src/ranking/rank.ts';
import { LINES } from './corpus.ts';
import { brokenJson } from './json-mutations.ts';
import { assertExpected, assertUnpolluted, inTime } from './target.ts';
import type { Target } from './target.ts';

const folder = mkdtempSync(join(tmpdir(), 'memhog-fuzz-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** A profile of some lines of each sort. */
function smallProfile(): string {
  const pipeline = new Pipeline({ ...DEFAULT_SETTINGS, examples: true });
  pipeline.open({ name: 'a.log', machine: 'm1' }, 'a.log');
  LINES.filter((_, i) => i % 9 === 0).forEach((line, i) => pipeline.line(line, 0, line.length, 100 * i));
  return encode(pipeline.toProfile());
}

const PROFILE = smallProfile();

/** A profile of a stranger is refused, or it can be ranked, merged and written. */
const codecProperty = (): fc.IRawProperty<unknown> =>
  fc.property(brokenJson(PROFILE), (text) => {
    inTime(() => {
      try {
        const profile = decode(text);
        rank(profile);
        const twice = merge(profile, profile);
        rank(twice);
        assert.deepEqual(decode(encode(twice)), twice);
      } catch (error) {
        assertExpected(error, 'ProfileError');
      }
    });
    assertUnpolluted();
  });

const STATE = JSON.stringify({
  schema: 'memhog.state/1',
  looked: 1_700_000_000_000,
  files: [
    {
      path: '/var/log/app.log',
      source: 'app.log',
      inode: '1:2',
      offset: 10,
      size: 20,
      head: 'a'.repeat(64),
      headLength: 10,
    },
  ],
  arrived: [{ key: 'web1\napp.log', day: 20_000 }],
  days: [{ day: '2026-11-22', profile: 'b'.repeat(64), isStale: false, isJudged: true }],
  alarmed: ['GET /export'],
});

const stateProperty = (): fc.IRawProperty<unknown> =>
  fc.property(brokenJson(STATE), (text) => {
    try {
      const state = decodeState(text, 'memhog-state.json');
      // Names of files are made of these: nothing else may stand in them.
      for (const { day, profile } of state.days)
        assert.ok(/^\d{4}-\d\d-\d\d$/.test(day) && /^[0-9a-f]{64}$/.test(profile));
    } catch (error) {
      assertExpected(error, 'InputError');
    }
    assertUnpolluted();
  });

/** What `live --resume` goes on from: the profile, packed, and the positions that name it. */
const resumeProperty = (): fc.IRawProperty<unknown> => {
  const path = join(folder, 'live.memhog');
  const positions = (hash: string): string =>
    JSON.stringify({
      schema: 'memhog.positions/1',
      saves: [
        {
          profile: hash,
          looked: 1,
          files: [{ ...(JSON.parse(STATE) as { files: object[] }).files[0], isFinished: false }],
        },
      ],
    });
  return fc.property(brokenJson(PROFILE), brokenJson(positions('HASH')), fc.nat(3), (profile, saved, how) => {
    const packed =
      how === 0 ? Buffer.from(profile.slice(0, 5000)) : gzipSync(profile.slice(0, 100_000), { level: 1 });
    writeFileSync(path, packed);
    writeFileSync(`${path}.positions`, saved.replaceAll('HASH', digest(packed)));
    try {
      readSaved(path, 'live.memhog');
    } catch (error) {
      assertExpected(error, 'InputError', 'ProfileError');
    }
    assertUnpolluted();
  });
};

/** See the top of this file. */
export const DATA_TARGETS: readonly Target[] = [
  { name: 'profile codec, merge, ranking', property: codecProperty, weight: 4 },
  { name: 'state of report', property: stateProperty, weight: 1 },
  { name: 'live --resume', property: resumeProperty, weight: 1 },
];
