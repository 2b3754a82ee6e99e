/** Inputs to one Profile: discover, order, read, and say what went wrong in words. */
import { InputError, ProfileError, UsageError } from '../errors.ts';
import { allFormats } from '../formats/formats.ts';
import { discover } from '../input/discover.ts';
import type { Input } from '../input/discover.ts';
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
import { inReadingOrder } from './reading-order.ts';
import { redactProfile, withoutDirectory } from './redact.ts';

/** What was read, and the names it was read from. */
export interface Loaded {
  readonly profile: Profile;
  readonly inputs: readonly string[];
}

/** Reads every input into one profile. Throws InputError, ProfileError or UsageError, in words. */
export async function load(options: ReadOptions, io: Io): Promise<Loaded> {
  const { inputs, warnings } = await discover(options.inputs, io.cwd);
  for (const { text } of warnings) io.err(warningLine(text));
  const ordered = await inReadingOrder(inputs.map((input) => renamed(input, options.source)));
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
    inputs: ordered.map(({ name }) => (options.redact ? withoutDirectory(name) : name)),
  };
}

/** With `--source` all files are pieces of the log of that name. */
function renamed(input: Input, source: string | undefined): Input {
  return source === undefined || input.kind === 'stdin' ? input : { ...input, source };
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
      document: {
        matches: looksLikeProfile,
        onDocument: (text) => this.#absorb(decodeNamed(text, input.name), input.name),
      },
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
    this.#pipeline.end();
    const profile = this.#pipeline.toProfile();
    if (profile.coverage.lines === 0 && profile.workers.length === 0)
      throw new InputError(whyEmpty(this.#names()));
    const { workers, hosts } = this.#settings;
    // With such a filter nothing may be left, which is an answer.
    const isFiltered = profile.coverage.requests > 0 && workers.length + hosts.length > 0;
    if (this.#profileName === undefined && !isFiltered) checkUsable(profile, this.#names());
    return profile;
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
      this.#pipeline = new Pipeline(profile.settings);
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

  #names(): string {
    return this.#options.inputs.length === 0
      ? 'stdin'
      : this.#options.inputs.map((name) => (name === '-' ? 'stdin' : name)).join(', ');
  }
}

/** Decodes a profile; what is wrong with it is said with its name. */
function decodeNamed(text: string, name: string): Profile {
  try {
    return decode(text);
  } catch (error) {
    if (error instanceof ProfileError)
      throw new ProfileError(`${name === '-' ? 'stdin' : name}: ${error.message}`);
    throw error;
  }
}

function whyEmpty(name: string): string {
  return name === 'stdin'
    ? 'stdin is empty: did the command before the pipe print anything?'
    : `${name} is empty: nothing to read; if it has just been rotated, name the piece before it`;
}

/** Throws InputError when not one line of the log could be used, saying what is missing and how to get it. */
function checkUsable({ coverage }: Profile, name: string): void {
  if (coverage.readings > 0) return;
  const format = allFormats()[0]!;
  const malformed = coverage.malformed[0];
  if (coverage.requests > 0) {
    throw new InputError(`${name}: the requests are there but no memory figure: ${format.about.switchOn}`);
  }
  if (malformed) {
    throw new InputError(
      `${name}: not one line could be used; the first one failed at byte ${malformed.offset} (${malformed.reason}): ${malformed.example}`,
    );
  }
  if (coverage.lifecycle > 0) {
    throw new InputError(
      `${name}: uWSGI's own messages are there but not one request line: is disable-logging on, or has no request come yet?`,
    );
  }
  const other = coverage.ignored.find(({ reason }) => reason !== 'empty');
  const first = other ? `; the first one, at byte ${other.offset}, reads: ${other.example}` : '';
  throw new InputError(
    `${name}: not one of ${coverage.lines} lines is a uWSGI request line${first} (memhog reads uWSGI's default log with memory-report on)`,
  );
}
