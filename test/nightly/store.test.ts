import assert from 'node:assert/strict';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { afterEach, describe, it } from 'node:test';
import { InputError } from '../../src/errors.ts';
import { Pipeline } from '../../src/pipeline.ts';
import { encode } from '../../src/profile/codec.ts';
import { DEFAULT_SETTINGS } from '../../src/profile/profile.ts';
import type { Profile } from '../../src/profile/profile.ts';
import { decodeState, encodeState, NO_STATE } from '../../src/nightly/state.ts';
import type { State } from '../../src/nightly/state.ts';
import { STATE_NAME, Store } from '../../src/nightly/store.ts';
import { folderWith, lines } from '../cli/shop-log.ts';

/** A profile of so many requests. */
function profileOf(requests: number): Profile {
  const pipeline = new Pipeline(DEFAULT_SETTINGS);
  pipeline.open({ name: 'app.log', machine: 'web1' }, 'app.log');
  const text = Array.from({ length: requests }, (_, i) => ({
    req: `${i + 1}/${i + 1}`,
    rss: 50_000 + i,
    target: '/',
  }));
  for (const line of lines(...text)
    .trimEnd()
    .split('\n')) {
    const bytes = Buffer.from(line);
    pipeline.line(bytes, 0, bytes.length, 0);
  }
  return pipeline.toProfile();
}

const file = (offset: number): State['files'][number] => ({
  path: '/var/log/app.log',
  source: 'app.log',
  inode: '1:2',
  offset,
  size: offset,
  head: 'a'.repeat(64),
  headLength: 10,
});

const reading = (offset: number): Omit<State, 'days'> => ({
  looked: offset,
  files: [file(offset)],
  arrived: [{ key: 'web1\napp.log', day: 20_000 }],
});

/** What the process dies of. */
class Killed extends Error {}

const REAL = { ...fs };
const CALLS = ['writeFileSync', 'openSync', 'fsyncSync', 'closeSync', 'renameSync', 'rmSync'] as const;

/** From the call number `at` on every call that changes a folder fails; a write is cut in half. Gives back whether it came to that. */
function dieAt(at: number): () => boolean {
  let calls = 0;
  for (const name of CALLS) {
    const real: (...args: never[]) => unknown = REAL[name];
    Object.assign(fs, {
      [name]: (...args: never[]): unknown => {
        calls++;
        if (calls < at) return real(...args);
        const [path, content] = args as readonly unknown[];
        if (calls === at && name === 'writeFileSync' && typeof path === 'string') {
          const bytes = Buffer.from(content instanceof Uint8Array ? content : String(content));
          REAL.writeFileSync(path, bytes.subarray(0, bytes.length / 2));
        }
        throw new Killed();
      },
    });
  }
  syncBuiltinESMExports();
  return () => calls >= at;
}

function revive(): void {
  for (const name of CALLS) Object.assign(fs, { [name]: REAL[name] });
  syncBuiltinESMExports();
}

afterEach(revive);

describe('the store', () => {
  it('holds either the night before or this one, whatever call the run dies in', () => {
    const [one, two, three] = [profileOf(1), profileOf(2), profileOf(3)];
    let deaths = 0;
    let committed = 0;
    for (let at = 1; ; at++) {
      const store = new Store(folderWith());
      const before = store.commit(reading(100), NO_STATE, new Map([['2026-11-21', one]]));
      const died = dieAt(at);
      try {
        const next = new Map([
          ['2026-11-21', two],
          ['2026-11-22', three],
        ]);
        new Store(store.folder).commit(reading(200), before, next);
      } catch (error) {
        assert.ok(error instanceof Killed);
      }
      const isDead = died();
      revive();
      const state = new Store(store.folder).open('reports');
      const isNew = state.files[0]!.offset === 200;
      assert.deepEqual(
        state.days.map(({ day }) => day),
        isNew ? ['2026-11-21', '2026-11-22'] : ['2026-11-21'],
      );
      const kept = (day: string): string => encode(store.profile(state, day)!);
      assert.equal(kept('2026-11-21'), encode(isNew ? two : one), `call ${at}`);
      if (isNew) assert.equal(kept('2026-11-22'), encode(three), `call ${at}`);
      assert.deepEqual(
        fs.readdirSync(store.folder).sort(),
        [...state.days.map(({ day }) => `${day}.memhog`), STATE_NAME],
        `call ${at}`,
      );
      if (!isDead) break;
      deaths++;
      if (isNew) committed++;
    }
    assert.ok(deaths > 10 && committed > 0 && committed < deaths, `${deaths} deaths, ${committed} committed`);
  });

  it('does not take a profile that was changed by hand for its own', () => {
    const store = new Store(folderWith());
    const state = store.commit(reading(1), NO_STATE, new Map([['2026-11-21', profileOf(1)]]));
    fs.writeFileSync(join(store.folder, '2026-11-21.memhog'), 'other');
    assert.equal(store.profile(state, '2026-11-21'), undefined);
  });

  it('leaves files of others alone', () => {
    const theirs = { 'notes.txt': 'x', '2026-11-21.html.bak': 'x', 'x.tmp': 'x', '2026-11-20.html': 'x' };
    const store = new Store(folderWith(theirs));
    store.commit(reading(1), NO_STATE, new Map([['2026-11-21', profileOf(1)]]));
    store.open('reports');
    for (const name of Object.keys(theirs)) assert.equal(store.read(name), 'x', name);
  });

  it('starts from nothing in an empty folder', () => {
    assert.deepEqual(new Store(folderWith()).open('reports'), NO_STATE);
  });
});

describe('a state', () => {
  const state: State = {
    ...reading(5),
    days: [{ day: '2026-11-21', profile: 'b'.repeat(64), isStale: true }],
  };

  it('comes back as it was', () => {
    assert.deepEqual(decodeState(encodeState(state), 'x'), state);
    assert.deepEqual(decodeState(encodeState(NO_STATE), 'x'), NO_STATE);
  });

  it('that is damaged or of another version is refused, with a way out', () => {
    const refused = (text: string, because: RegExp): void =>
      assert.throws(
        () => decodeState(text, 'reports/memhog-state.json'),
        (error) =>
          error instanceof InputError &&
          because.test(error.message) &&
          error.message.startsWith('reports/memhog-state.json') &&
          error.message.includes('move it away to start anew'),
      );
    refused('', /no JSON object/);
    refused('[]', /no JSON object/);
    refused(encodeState(state).slice(0, -20), /no JSON object/);
    refused(encodeState(state).replace('state/1', 'state/2'), /another version/);
    const changes: readonly Record<string, unknown>[] = [
      { looked: -1 },
      { looked: '5' },
      { files: {} },
      { files: [{ ...file(1), offset: -1 }] },
      { files: [{ ...file(1), offset: 1.5 }] },
      { files: [{ ...file(1), head: 'short' }] },
      { arrived: [{ key: 1, day: 2 }] },
      { days: [{ day: '2026-11-21', profile: 'x', isStale: true }] },
      { days: [{ day: '../../etc', profile: 'b'.repeat(64), isStale: true }] },
    ];
    for (const change of changes) refused(encodeState({ ...state, ...change }), /is damaged/);
  });
});
