/**
 * One nightly run: reads what is new in the logs, deals it out to days, and commits.
 *
 *     state, files -> plan -> lines -> records -> days -> commit
 */
import { dirname, join } from 'node:path';
import { readdirSync, statSync } from 'node:fs';
import { InputError } from '../errors.ts';
import type { FormatOptions } from '../formats/format.ts';
import type { InputWarning } from '../input/chunks.ts';
import { compressionOf } from '../input/decompress.ts';
import type { Input } from '../input/discover.ts';
import { digest, lookAt, TELLING } from '../input/identity.ts';
import type { FoundFile } from '../input/identity.ts';
import { LineSplitter } from '../input/lines.ts';
import { planReading } from '../input/new-pieces.ts';
import type { Piece } from '../input/new-pieces.ts';
import type { ReadFile } from '../input/positions.ts';
import { readChunks } from '../input/read-chunks.ts';
import { pieceOf, sourceOf } from '../input/source-name.ts';
import { textChunks } from '../input/text-chunks.ts';
import type { Profile, Settings } from '../profile/profile.ts';
import { RecordReader } from '../record-reader.ts';
import { DaySplit, dayName, dayOf, MOST_DAYS } from './day-split.ts';
import type { State } from './state.ts';
import type { Store } from './store.ts';

/** What a night works on. */
export interface NightOptions {
  /** Logs as the user names them; none of them a profile or a pipe. */
  readonly inputs: readonly (Input & { readonly kind: 'file' })[];
  readonly settings: Settings;
  readonly formats: FormatOptions;
  readonly cwd: string;
  readonly machine: string;
  /** The wall clock now, in seconds counted as if it were UTC. */
  readonly now: number;
  /** Puts files in order of time within each source. */
  readonly inOrder: (inputs: readonly Input[]) => Promise<readonly Input[]>;
  /** The first time (seconds) in the first text of a log. */
  readonly firstTime: (head: Uint8Array) => number | undefined;
  readonly onWarning: (warning: InputWarning) => void;
}

/** What a night brought. */
export interface Night {
  readonly state: State;
  /** Lines read that no night has read before. */
  readonly lines: number;
  readonly files: number;
}

/** A clock that is ahead of ours by more than this (seconds) is broken: no zone is so far away. */
const FARTHEST_AHEAD = 2 * 86_400;

/** A rotated file that has not been written to for so long (milliseconds) is finished, whether its last line ended or not. */
const FINISHED_AFTER = 3_600_000;

/** So often a night begins again when a log was rotated under its eyes. */
const ATTEMPTS = 5;

/** Reads what is new and commits it to the store. Throws InputError for a log that cannot be read; nothing counts then. */
export async function runNight(store: Store, state: State, options: NightOptions): Promise<Night> {
  for (let attempt = 1; attempt < ATTEMPTS; attempt++) {
    const night = await tryNight(store, state, options);
    if (night) return night;
  }
  throw new InputError('the logs are being rotated faster than they can be read; run the report again later');
}

/** Undefined when a file was replaced by another while it was read: what was read is of no use then. */
async function tryNight(store: Store, state: State, options: NightOptions): Promise<Night | undefined> {
  const looked = Date.now();
  const files = await filesToLookAt(state, options);
  const asked = new Set(options.inputs.map(({ path }) => path));
  const isCompressed = ({ path }: FoundFile): boolean => compressed.get(path) ?? false;
  const compressed = new Map<string, boolean>();
  // One after the other: of a hundred thousand files not all can be open at a time.
  for (const { path, name } of files) compressed.set(path, await isPacked(path, name));
  const plan = planReading(
    files,
    { known: state.files, looked: state.looked ?? Infinity, asked },
    isCompressed,
  );
  const days = new DaySplit({
    settings: options.settings,
    arrived: new Map(state.arrived.map(({ key, day }) => [key, day])),
    latest: options.now + FARTHEST_AHEAD,
    profileOf: (day) => profileOf(store, state, dayName(day), options),
  });
  const reading = new Reading(days, options);
  const known: ReadFile[] = [];
  for (const piece of plan.pieces) known.push(await reading.read(piece, isCompressed(piece.file)));
  reading.end();
  if (plan.pieces.some(({ file }, i) => isReplaced(file, isCompressed(file) ? 0 : known[i]!.offset)))
    return undefined;
  const lost = plan.lost.filter(({ path }) => pieceOf(path).kind === 'current');
  // What was renamed between a look at the folder and one at its files seems to be gone.
  if (lost.length > 0 && !areSame(files, await filesToLookAt(state, options))) return undefined;
  for (const { path } of lost)
    options.onWarning({
      code: 'lost',
      text: `${path} has gone since the last run and no rotated piece of it was found: what was written to it after that run is lost`,
    });
  if (days.isFull)
    options.onWarning({
      code: 'days',
      text: `the lines show more than ${MOST_DAYS} days: those of further days are counted on the last of them; is the clock of the server right?`,
    });
  if (reading.lines === 0 && sameFiles(known, state.files)) return { state, lines: 0, files: 0 };
  const profiles = new Map<string, Profile>(
    days.profiles().map(({ day, profile }) => [dayName(day), profile]),
  );
  refuseUseless(state, profiles, reading.lines, options);
  const arrived = [...days.arrived()].map(([key, day]) => ({ key, day }));
  const next = store.commit({ looked, files: known, arrived }, state, profiles);
  return { state: next, lines: reading.lines, files: reading.files };
}

function profileOf(
  store: Store,
  state: State,
  day: string,
  { onWarning }: NightOptions,
): Profile | undefined {
  const profile = store.profile(state, day);
  if (!profile && state.days.some((one) => one.day === day))
    onWarning({
      code: 'lost',
      text: `the profile of ${day} is gone or was changed by hand: its page will show only what is read from now on`,
    });
  return profile;
}

/** Whether another file stands at the path by now, or the file was cut to less than has been read of it. */
function isReplaced({ path, inode }: FoundFile, read: number): boolean {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return !found || `${found.dev}:${found.ino}` !== inode || Number(found.size) < read;
}

/**
 * Throws InputError when there are lines, none of them of any use, in the first night: committed they would be gone for
 * whoever then says what format they have.
 */
function refuseUseless(
  state: State,
  profiles: ReadonlyMap<string, Profile>,
  lines: number,
  { inputs }: NightOptions,
): void {
  const isUseful = [...profiles.values()].some(({ coverage }) => coverage.readings > 0);
  if (lines === 0 || isUseful || state.days.length > 0) return;
  const name = inputs[0]?.name ?? 'the log';
  throw new InputError(
    `${name}: not one of ${lines} lines holds a memory figure of a request; memhog check ${name} says what is missing`,
  );
}

/** Whether the same files stand at the same paths. */
function areSame(before: readonly FoundFile[], after: readonly FoundFile[]): boolean {
  const places = (files: readonly FoundFile[]): string =>
    files.map(({ path, inode }) => `${inode} ${path}`).join('\n');
  return places(before) === places(after);
}

const sameFiles = (a: readonly ReadFile[], b: readonly ReadFile[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

async function isPacked(path: string, name: string): Promise<boolean> {
  for await (const chunk of readChunks(path, name)) return compressionOf(chunk) !== undefined;
  return false;
}

/** The files asked for, and in the folders of all logs known or asked for whatever else is a piece of one of them; in order of time. */
async function filesToLookAt(state: State, options: NightOptions): Promise<FoundFile[]> {
  const { inputs, cwd } = options;
  const found = new Map<string, Input & { readonly kind: 'file' }>(
    inputs.map((input) => [input.path, input]),
  );
  const sources = new Set([
    ...inputs.map(({ source }) => source),
    ...state.files.map(({ source }) => source),
  ]);
  const folders = new Set([
    ...inputs.map(({ path }) => dirname(path)),
    ...state.files.map(({ path }) => dirname(path)),
  ]);
  for (const folder of folders) {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      const source = sourceOf(path, cwd);
      if (!entry.isFile() || found.has(path) || !sources.has(source)) continue;
      found.set(path, { kind: 'file', name: path, path, source, size: 0 });
    }
  }
  const ordered = await options.inOrder([...found.values()]);
  const files: FoundFile[] = [];
  for (const input of ordered) if (input.kind === 'file') files.push(await lookAt(input));
  return files;
}

function entriesOf(folder: string): { readonly name: string; readonly isFile: () => boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // A folder that has gone takes its logs with it; those asked for have been found before.
    return [];
  }
}

/** Reads pieces one after the other into the days. */
class Reading {
  lines = 0;
  files = 0;
  readonly #days: DaySplit;
  readonly #options: NightOptions;
  readonly #reader: RecordReader;
  #source = '';

  constructor(days: DaySplit, options: NightOptions) {
    this.#days = days;
    this.#options = options;
    this.#reader = new RecordReader(options.formats, (kind, record, format, place) =>
      days.take(kind, record, format, place),
    );
  }

  /** Reads a piece to its last whole line, and to its end where it is finished; gives back how far it has been read. */
  async read({ file, offset }: Piece, isCompressed: boolean): Promise<ReadFile> {
    if (file.source !== this.#source) this.#reader.end();
    this.#source = file.source;
    const { machine, now, firstTime, onWarning } = this.#options;
    // Lines before the first that has a time belong to its day: the banner of a server, the birth of its workers.
    this.#days.open({ name: file.source, machine }, file.name, dayOf(firstTime(file.head) ?? now));
    const splitter = new LineSplitter((bytes, start, end, at) => {
      this.lines++;
      this.#reader.line(bytes, start, end, at);
    }, offset);
    const before = this.lines;
    let toSkip = offset;
    for await (const chunk of textChunks(readChunks(file.path, file.name), { name: file.name, onWarning })) {
      const skipped = Math.min(toSkip, chunk.length);
      toSkip -= skipped;
      if (skipped < chunk.length) splitter.push(chunk.subarray(skipped));
    }
    if (this.#isFinished(file, isCompressed)) splitter.end();
    this.#days.cutLines(splitter.cutLines);
    if (this.lines > before) this.files++;
    const headLength = Math.min(file.head.length, TELLING, splitter.position);
    return {
      path: file.path,
      source: file.source,
      inode: file.inode,
      offset: splitter.position,
      size: file.size,
      head: digest(file.head.subarray(0, headLength)),
      headLength,
    };
  }

  /** No piece follows. */
  end(): void {
    this.#reader.end();
  }

  /** Whether nothing will be added to the file: then a last line without its end is a line too. */
  #isFinished(file: FoundFile, isCompressed: boolean): boolean {
    if (isCompressed) return true;
    return pieceOf(file.path).kind !== 'current' && Date.now() - file.changed > FINISHED_AFTER;
  }
}
