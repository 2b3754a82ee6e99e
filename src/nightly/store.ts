/**
 * The folder of the reports: the profile of each day, and the state that says which of them count.
 *
 * A night is committed by renaming the state. Profiles are written before, under names that only the new state refers to;
 * after a kill at any moment either the old state with the old profiles holds, or the new one with the new.
 */
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { decode, encode } from '../profile/codec.ts';
import type { Profile } from '../profile/profile.ts';
import { digest } from '../input/identity.ts';
import { decodeState, encodeState, NO_STATE } from './state.ts';
import type { State } from './state.ts';

/** Name of the state within the folder. */
export const STATE_NAME = 'memhog-state.json';

/** A profile that is larger than this (bytes, uncompressed) is no profile of a day. */
const LARGEST = 1 << 28;

/** Writes a file that is whole or not there, also when the power fails. */
function writeWhole(path: string, content: string | Uint8Array): void {
  const scratch = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(scratch, content);
    const file = openSync(scratch, 'r');
    fsyncSync(file);
    closeSync(file);
    renameSync(scratch, path);
  } catch (error) {
    rmSync(scratch, { force: true });
    throw error;
  }
}

/** One folder of reports. Methods throw what the system throws when it cannot be read or written. */
export class Store {
  readonly folder: string;

  /** The folder must exist. */
  constructor(folder: string) {
    this.folder = folder;
  }

  /** The state, with what a killed run left behind put in order. Throws InputError when it is damaged. */
  open(shown: string): State {
    let text: string;
    try {
      text = readFileSync(join(this.folder, STATE_NAME), 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return NO_STATE;
      throw error;
    }
    const state = decodeState(text, join(shown, STATE_NAME));
    this.#tidy(state);
    return state;
  }

  /** The profile of a day; undefined when there is none that the state refers to. Throws ProfileError when it is damaged. */
  profile(state: State, day: string): Profile | undefined {
    const known = state.days.find((one) => one.day === day);
    if (!known) return undefined;
    for (const name of [`${day}.memhog`, nextName(day, known.profile)]) {
      const bytes = this.#read(name);
      if (bytes && digest(bytes) === known.profile)
        return decode(gunzipSync(bytes, { maxOutputLength: LARGEST }).toString('utf8'));
    }
    return undefined;
  }

  /** Makes these profiles and this state the ones that count; gives back the state as it now stands. */
  commit(
    state: Omit<State, 'days' | 'alarmed'>,
    before: State,
    profiles: ReadonlyMap<string, Profile>,
  ): State {
    const written = [...profiles].map(([day, profile]) => {
      const bytes = gzipSync(`${encode(profile)}\n`, { level: 6 });
      const hash = digest(bytes);
      writeWhole(join(this.folder, nextName(day, hash)), bytes);
      return { day, profile: hash, isJudged: false, isStale: true };
    });
    const kept = before.days.filter(({ day }) => !profiles.has(day));
    const days = [...kept, ...written].sort((a, b) => (a.day < b.day ? -1 : 1));
    const next = { ...before, ...state, days };
    writeWhole(join(this.folder, STATE_NAME), encodeState(next));
    this.#tidy(next);
    return next;
  }

  /** Replaces the state alone: pages were written, old days were let go. */
  update(state: State): void {
    writeWhole(join(this.folder, STATE_NAME), encodeState(state));
  }

  /** Writes a file of a report. */
  write(name: string, content: string | Uint8Array): void {
    writeWhole(join(this.folder, name), content);
  }

  /** Removes what belongs to a day that is not kept. */
  remove(day: string): void {
    for (const ending of ['memhog', 'json', 'html'])
      rmSync(join(this.folder, `${day}.${ending}`), { force: true });
  }

  /** The text of a file of the folder; undefined if it is not there. */
  read(name: string): string | undefined {
    return this.#read(name)?.toString('utf8');
  }

  #read(name: string): Buffer | undefined {
    try {
      return readFileSync(join(this.folder, name));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Gives profiles that the state refers to their names, and removes those that it does not. */
  #tidy({ days }: State): void {
    for (const name of readdirSync(this.folder)) {
      const match = NEXT.exec(name);
      if (match) {
        const known = days.find(({ day, profile }) => nextName(day, profile) === name);
        if (known) renameSync(join(this.folder, name), join(this.folder, `${known.day}.memhog`));
        else rmSync(join(this.folder, name), { force: true });
      } else if (SCRATCH.test(name)) rmSync(join(this.folder, name), { force: true });
    }
  }
}

const NEXT = /^\d{4}-\d\d-\d\d\.[0-9a-f]{16}\.next$/;
const SCRATCH = /^(?:memhog-state\.json|index\.html|\d{4}-\d\d-\d\d\.[\w.]+)\.\d+\.tmp$/;

/** The name of a profile until the state refers to it. */
function nextName(day: string, hash: string): string {
  return `${day}.${hash.slice(0, 16)}.next`;
}
