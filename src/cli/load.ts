/** Inputs to one Profile: discover, order, read, and say what went wrong in words. */
import { InputError, UsageError } from '../errors.ts';
import { allFormats } from '../formats/formats.ts';
import { discover } from '../input/discover.ts';
import type { Input } from '../input/discover.ts';
import { inTimeOrder } from '../input/order.ts';
import { readPipedLines } from '../input/piped.ts';
import { readFileLines } from '../input/read.ts';
import type { ReadHooks } from '../input/read.ts';
import { readChunks } from '../input/read-chunks.ts';
import { Pipeline } from '../pipeline.ts';
import { decode, looksLikeProfile } from '../profile/codec.ts';
import { whyNotMergeable } from '../profile/profile.ts';
import type { Profile, Settings } from '../profile/profile.ts';
import { warningLine } from '../render/error-line.ts';
import type { Io } from './io.ts';
import type { ReadOptions } from './options.ts';
import { Progress } from './progress.ts';
import { redactProfile } from './redact.ts';

/** What was read, and the names it was read from. */
export interface Loaded {
  readonly profile: Profile;
  readonly inputs: readonly string[];
}

/** Reads every input into one profile. Throws InputError, ProfileError or UsageError, in words. */
export async function load(options: ReadOptions, io: Io): Promise<Loaded> {
  const { inputs, warnings } = await discover(options.inputs, io.cwd);
  for (const { text } of warnings) io.err(warningLine(text));
  const ordered = await inTimeOrder(inputs, firstTime);
  const progress = new Progress(ordered, io);
  const reader = new Reader(options, io, progress);
  try {
    for (const input of ordered) await reader.read(input);
  } finally {
    progress.stop();
  }
  const profile = reader.toProfile();
  return {
    profile: options.redact ? redactProfile(profile) : profile,
    inputs: ordered.map(({ name }) => name),
  };
}

function firstTime(head: Uint8Array): number | undefined {
  for (const format of allFormats()) {
    const time = format.firstTime(head);
    if (time !== undefined) return time;
  }
  return undefined;
}

class Reader {
  readonly #options: ReadOptions;
  readonly #io: Io;
  readonly #progress: Progress;
  #pipeline: Pipeline;
  #settings: Settings;
  /** Name of the first profile read: its settings hold for all that follows. */
  #profileName: string | undefined;
  #hasLog = false;

  constructor(options: ReadOptions, io: Io, progress: Progress) {
    this.#options = options;
    this.#io = io;
    this.#progress = progress;
    this.#settings = options.settings;
    this.#pipeline = new Pipeline(options.settings);
  }

  async read(input: Input): Promise<void> {
    this.#pipeline.open(
      { name: this.#options.source ?? input.source, machine: this.#io.machine },
      input.name,
    );
    const hooks: ReadHooks = {
      onLine: (bytes, start, end, offset) => {
        this.#hasLog = true;
        this.#pipeline.line(bytes, start, end, offset);
      },
      onWarning: ({ text }) => this.#io.err(warningLine(text)),
      onProgress: (bytes) => this.#progress.at(bytes),
      document: { matches: looksLikeProfile, onDocument: (text) => this.#absorb(decode(text), input.name) },
    };
    const summary =
      input.kind === 'file'
        ? await readFileLines(input, hooks)
        : await readPipedLines(
            {
              name: input.name,
              chunks: input.kind === 'stdin' ? this.#io.stdin : readChunks(input.path, input.name),
            },
            hooks,
          );
    this.#pipeline.cutLines(summary.cutLines);
    this.#progress.done(input);
  }

  toProfile(): Profile {
    const profile = this.#pipeline.toProfile();
    if (profile.coverage.lines === 0 && profile.workers.length === 0)
      throw new InputError(`${this.#names()} is empty: nothing to read`);
    if (this.#profileName === undefined) checkUsable(profile, this.#names());
    return profile;
  }

  #absorb(profile: Profile, name: string): void {
    const { asked } = this.#options;
    if (asked.length > 0 && whyNotMergeable(profile, { ...profile, settings: this.#settings }).length > 0) {
      throw new UsageError(
        `${name} is a profile and was made without ${asked.join(', ')}: only the log itself can answer that`,
      );
    }
    if (this.#profileName === undefined && !this.#hasLog) {
      // The first profile decides; nothing has been read under other settings.
      this.#settings = profile.settings;
      this.#pipeline = new Pipeline(profile.settings);
    }
    const reasons = whyNotMergeable({ ...profile, settings: this.#settings }, profile);
    if (reasons.length > 0) {
      throw new UsageError(
        `${name} does not fit to ${this.#profileName ?? 'the log before it'}: ${reasons.join('; ')}`,
      );
    }
    this.#profileName ??= name;
    this.#pipeline.absorb(profile);
  }

  #names(): string {
    return this.#options.inputs.length === 0
      ? 'stdin'
      : this.#options.inputs.map((name) => (name === '-' ? 'stdin' : name)).join(', ');
  }
}

/** Throws InputError when not one line of the log could be used, saying what is missing and how to get it. */
function checkUsable({ coverage }: Profile, name: string): void {
  if (coverage.readings > 0) return;
  const format = allFormats()[0]!;
  const malformed = coverage.malformed[0];
  if (coverage.requests > 0) {
    throw new InputError(`${name}: the requests are there but no memory figure: ${format.switchOn}`);
  }
  if (malformed) {
    throw new InputError(
      `${name}: not one line could be used; the first one failed at byte ${malformed.offset} (${malformed.reason}): ${malformed.example}`,
    );
  }
  const other = coverage.ignored.find(({ reason }) => reason !== 'empty');
  const first = other ? `; the first one, at byte ${other.offset}, reads: ${other.example}` : '';
  throw new InputError(
    `${name}: not one of ${coverage.lines} lines is a uWSGI request line${first} (memhog reads uWSGI's default log with memory-report on)`,
  );
}
