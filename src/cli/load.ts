/** Inputs to one Profile: discover, order, read, and say what went wrong in words. */
import { InputError, ProfileError, UsageError } from '../errors.ts';
import type { FailedLine } from '../check/failed-lines.ts';
import type { FormatLines } from '../check/format-tally.ts';
import { LinesSeen } from '../check/lines-seen.ts';
import { whyUnusable } from '../check/unusable.ts';
import { allFormats } from '../formats/formats.ts';
import { withoutCopies } from '../input/copies.ts';
import { discover } from '../input/discover.ts';
import type { Input } from '../input/discover.ts';
import { readFileLines, readRangeLines } from '../input/read.ts';
import type { ReadHooks, ReadSummary } from '../input/read.ts';
import { readChunks } from '../input/read-chunks.ts';
import { Pipeline } from '../pipeline.ts';
import type { OnRecord } from '../record-reader.ts';
import type { Witness } from '../pipeline.ts';
import { decode, looksLikeProfile } from '../profile/codec.ts';
import { whyNotMergeable } from '../profile/profile.ts';
import type { Profile, Settings } from '../profile/profile.ts';
import { MergeThreads } from '../shares/merge-threads.ts';
import { Sharing } from '../shares/sharing.ts';
import type { Io } from './io.ts';
import type { ReadOptions } from './options.ts';
import { Progress } from './progress.ts';
import { logAtDestination, refuseLogAsDestination } from './not-the-log.ts';
import { inReadingOrder, isProfile } from './reading-order.ts';
import { redactProfile, withoutDirectory } from './redact.ts';
import { ToldWarnings } from './told-warnings.ts';

/** What was read. */
export interface Loaded {
  readonly profile: Profile;
  /** The names it was read from. */
  readonly inputs: readonly string[];
  /** Lines by format, and lines by wrapper. Lines within profiles are not in these. */
  readonly formats: readonly FormatLines[];
  readonly wrappers: ReadonlyMap<string, number>;
  /** The first lines that no format could read, compared with all of them when asked for. */
  readonly failed: () => readonly FailedLine[];
  /** Whether a profile was among the inputs. */
  readonly hasProfile: boolean;
}

/** Reads every input into one profile. Throws InputError, ProfileError or UsageError, in words, also when nothing was of use. */
export async function load(options: ReadOptions, io: Io): Promise<Loaded> {
  const loaded = await loadAny(options, io);
  const { coverage } = loaded.profile;
  if (!loaded.hasProfile && isOfNoUse(loaded.profile))
    throw new InputError(`${namesOf(options)}: ${whyUnusable({ ...loaded, coverage })}`);
  return loaded;
}

/** Whether not one reading was found. Where only some workers or hosts were asked for nothing may be left, which is an answer. */
export function isOfNoUse({ coverage, settings }: Profile): boolean {
  const isFiltered = coverage.requests > 0 && settings.workers.length + settings.hosts.length > 0;
  return coverage.readings === 0 && !isFiltered;
}

/** The same, of use or not; `witness` is told of every line. */
export async function loadAny(options: ReadOptions, io: Io, witness?: OnRecord): Promise<Loaded> {
  const told = new ToldWarnings(io);
  try {
    return await loadTelling(told, options, io, witness);
  } finally {
    told.end();
  }
}

async function loadTelling(
  told: ToldWarnings,
  options: ReadOptions,
  io: Io,
  witness: OnRecord | undefined,
): Promise<Loaded> {
  const { inputs, warnings } = await withoutCopies(await discover(options.inputs, io.cwd));
  for (const warning of warnings) told.tell(warning);
  await refuseToReplace(inputs, options, io);
  const ordered = await inReadingOrder(inputs.map((input) => renamed(input, options.source)));
  const progress = await Progress.over(ordered, io);
  const reader = new Reader(options, io, progress, told, witness);
  try {
    await reader.readAll(ordered);
  } finally {
    progress.stop();
  }
  const loaded = reader.loaded();
  return {
    ...loaded,
    profile: options.redact ? redactProfile(loaded.profile) : loaded.profile,
    inputs: ordered.map(({ name }) => (options.redact ? withoutDirectory(name) : name)),
  };
}

/** A profile may be replaced by what it was merged into; a log may not. */
async function refuseToReplace(
  inputs: readonly Input[],
  { destination }: ReadOptions,
  io: Io,
): Promise<void> {
  const files = inputs.filter((input) => input.kind === 'file');
  const replaced = logAtDestination(destination, files, io);
  if (replaced && !(await isProfile(replaced.path, replaced.name)))
    refuseLogAsDestination('-o', destination, [replaced], io);
}

/** The inputs as they were named. */
function namesOf({ inputs }: ReadOptions): string {
  return inputs.length === 0 ? 'stdin' : inputs.map((name) => (name === '-' ? 'stdin' : name)).join(', ');
}

/** With `--source` all files are pieces of the log of that name. */
function renamed(input: Input, source: string | undefined): Input {
  return source === undefined || input.kind === 'stdin' ? input : { ...input, source };
}

class Reader {
  readonly #options: ReadOptions;
  readonly #io: Io;
  readonly #progress: Progress;
  readonly #told: ToldWarnings;
  readonly #seen = new LinesSeen();
  readonly #witness: Witness;
  /** Threads that may read; one where each line must be seen here. */
  readonly #threads: number;
  #pipeline: Pipeline;
  #settings: Settings;
  /** Name of the first profile read: its settings hold for all that follows. */
  #profileName: string | undefined;
  #hasLog = false;

  constructor(
    options: ReadOptions,
    io: Io,
    progress: Progress,
    told: ToldWarnings,
    witness: OnRecord | undefined,
  ) {
    this.#told = told;
    this.#options = options;
    this.#threads = witness ? 1 : options.threads;
    // Whoever must see each line is not to be told of many together.
    this.#witness = witness
      ? {
          line: (kind, record, format, place) => {
            this.#seen.line(kind, record, format, place);
            witness(kind, record, format, place);
          },
        }
      : this.#seen;
    this.#io = io;
    this.#progress = progress;
    this.#settings = options.settings;
    this.#pipeline = this.#newPipeline(options.settings);
  }

  /** Reads the inputs in order. Of many profiles the later ones are merged in threads, under the settings of the first. */
  async readAll(inputs: readonly Input[]): Promise<void> {
    const [first, ...others] = inputs;
    if (first) await this.#read(first);
    const files = others.filter((input) => input.kind === 'file');
    const areProfiles = this.#profileName !== undefined && !this.#hasLog && files.length === others.length;
    const threads = new MergeThreads(areProfiles ? files : [], this.#settings, this.#threads);
    try {
      let next = threads.first;
      for (const input of others.slice(0, next)) await this.#read(input);
      for (const part of threads.parts) {
        const inputsOfPart = others.slice(next, (next += part.files));
        await this.#take(inputsOfPart, await part.answer);
      }
      for (const input of others.slice(next)) await this.#read(input);
    } finally {
      threads.close();
    }
  }

  /** Takes in what a thread made of inputs, or reads them here. */
  async #take(inputs: readonly Input[], merged: Profile | undefined): Promise<void> {
    if (merged) {
      this.#pipeline.absorb(merged);
      for (const input of inputs) this.#progress.done(input);
    } else for (const input of inputs) await this.#read(input);
  }

  async #read(input: Input): Promise<void> {
    this.#pipeline.open(
      { name: this.#options.source ?? input.source, machine: this.#io.machine },
      input.name,
    );
    const hooks: ReadHooks = {
      onLine: (bytes, start, end, offset) => {
        // The first line of all comes here: nothing is read ahead before a format is known.
        this.#hasLog = true;
        this.#pipeline.line(bytes, start, end, offset);
      },
      ahead: this.#pipeline,
      onWarning: (warning) => this.#told.tell(warning),
      onProgress: (bytes) => this.#progress.at(bytes),
      document: {
        matches: looksLikeProfile,
        onDocument: (text) =>
          this.#absorb(decodeNamed(text, input.name, this.#pipeline.bucketsPerLife), input.name),
      },
    };
    const summary =
      input.kind === 'file'
        ? await this.#readFile(input, hooks)
        : await (
            await import('../input/piped.ts')
          ).readPipedLines(
            {
              name: input.name,
              chunks: input.kind === 'stdin' ? this.#io.stdin : readChunks(input.path, input.name),
            },
            hooks,
          );
    this.#pipeline.cutLines(summary.cutLines);
    this.#progress.done(input);
  }

  /** Reads a file, the later parts of a large one in threads. */
  async #readFile(input: Input & { kind: 'file' }, hooks: ReadHooks): Promise<Pick<ReadSummary, 'cutLines'>> {
    const { path, name, size } = input;
    const source = { name: this.#options.source ?? input.source, machine: this.#io.machine };
    const { formats } = this.#options;
    const file = { path, name, size, source, settings: this.#settings, formats };
    const sharing = Sharing.of(file, this.#threads);
    if (!sharing) return readFileLines(input, hooks);
    const requestsBefore = this.#seen.requestCount;
    const until = (at: number): number => {
      if (this.#pipeline.isLineByLine && this.#seen.requestCount > requestsBefore) sharing.shareOut(at);
      return sharing.end;
    };
    const onProgress = (bytes: number): void =>
      this.#progress.at((bytes * size) / Math.min(size, sharing.end));
    try {
      let { cutLines } = await readFileLines(
        { path: sharing.descriptor, name, until },
        { ...hooks, onProgress },
      );
      const answers = this.#pipeline.isLineByLine ? await sharing.answers() : undefined;
      const shares =
        answers && this.#pipeline.canTake(answers.map(({ piece }) => piece)) ? answers : undefined;
      // Where one of them cannot stand alone, or all of them together, what follows here is read as if there were no threads.
      if (!shares && sharing.end < Infinity) {
        const rest = await readRangeLines({ path: sharing.descriptor, name }, { from: sharing.end }, hooks);
        cutLines += rest.cutLines;
      }
      const known = shares ? allFormats(formats) : [];
      for (const share of shares ?? []) {
        this.#pipeline.absorbPiece(share.piece);
        this.#seen.absorb(share.seen, known);
      }
      return { cutLines };
    } finally {
      sharing.close();
    }
  }

  loaded(): Omit<Loaded, 'inputs'> {
    this.#pipeline.end();
    const profile = this.#pipeline.toProfile();
    if (profile.coverage.lines === 0 && profile.workers.length === 0)
      throw new InputError(whyEmpty(namesOf(this.#options)));
    // Not `this`, which would hold all that the profile was built of while it is ranked.
    const [seen, { formats }] = [this.#seen, this.#options];
    return {
      profile,
      failed: () => seen.failed(allFormats(formats)),
      formats: seen.formats,
      wrappers: this.#pipeline.wrappers,
      hasProfile: this.#profileName !== undefined,
    };
  }

  #newPipeline(settings: Settings): Pipeline {
    return new Pipeline(settings, this.#options.formats, this.#witness);
  }

  #absorb(profile: Profile, name: string): void {
    const { asked } = this.#options;
    const { settings } = this.#options;
    const unanswerable = asked.filter(
      ({ setting }) => JSON.stringify(profile.settings[setting]) !== JSON.stringify(settings[setting]),
    );
    if (unanswerable.length > 0) {
      const flags = unanswerable.map(({ flag }) => flag).join(', ');
      throw new UsageError(
        `${name === '-' ? 'stdin' : name} is a profile and was made without ${flags}: only the log itself can answer that`,
      );
    }
    if (this.#profileName === undefined && !this.#hasLog) {
      // The first profile decides; nothing has been read under other settings.
      this.#settings = profile.settings;
      this.#pipeline = this.#newPipeline(profile.settings);
    }
    const reasons = whyNotMergeable({ ...profile, settings: this.#settings }, profile);
    if (reasons.length > 0) {
      throw new UsageError(
        `${name === '-' ? 'stdin' : name} does not fit to ${this.#profileName ?? 'the log before it'}: ${reasons.join('; ')}`,
      );
    }
    this.#profileName ??= name;
    this.#pipeline.absorb(profile);
  }
}

/** Decodes a profile; what is wrong with it is said with its name. */
function decodeNamed(text: string, name: string, mostBuckets: number): Profile {
  try {
    return decode(text, mostBuckets);
  } catch (error) {
    if (error instanceof ProfileError)
      throw new ProfileError(`${name === '-' ? 'stdin' : name}: ${error.message}`);
    throw error;
  }
}

/** Why nothing was read from an input that holds nothing. */
export function whyEmpty(name: string): string {
  return name === 'stdin'
    ? 'stdin is empty: did the command before the pipe print anything?'
    : `${name} is empty: nothing to read; if it has just been rotated, name the piece before it`;
}
