import { InputError, UsageError } from '../../errors.ts';
import { FailedLines } from '../../check/failed-lines.ts';
import type { FailedLine } from '../../check/failed-lines.ts';
import { FormatTally } from '../../check/format-tally.ts';
import { whyUnusable } from '../../check/unusable.ts';
import { allFormats } from '../../formats/formats.ts';
import { survivingHangUp } from '../../live/hang-up.ts';
import { runLive } from '../../live/live.ts';
import type { LiveOptions } from '../../live/live.ts';
import { followInput, pipeInput } from '../../live/live-input.ts';
import type { LiveInput } from '../../live/live-input.ts';
import { LiveReading } from '../../live/reading.ts';
import type { SavedPositions } from '../../live/saver.ts';
import type { Profile } from '../../profile/profile.ts';
import { rank } from '../../ranking/rank.ts';
import type { Ranking } from '../../ranking/ranking.ts';
import { isoTime } from '../../ranking/summary.ts';
import { warningLine } from '../../render/error-line.ts';
import { renderJsonLine } from '../../render/json.ts';
import { acknowledgedOn, today, withKnown } from '../acknowledged.ts';
import { readConfig } from '../config.ts';
import type { ExitCode, Io } from '../io.ts';
import { checkTogether, DEFAULT_WINDOW, lengthFlag, liveRunFlags } from '../live-flags.ts';
import type { LiveFlags } from '../live-flags.ts';
import { checkSavePlace, historyOf } from '../live-history.ts';
import { liveInputs } from '../live-inputs.ts';
import type { LiveInputs } from '../live-inputs.ts';
import { isOfNoUse, whyEmpty } from '../load.ts';
import { refuseLogAsDestination } from '../not-the-log.ts';
import { readOptions, viewOptions } from '../options.ts';
import type { ReadOptions, ViewOptions } from '../options.ts';
import { checkDestination, deliver } from './output.ts';
import { fails, rendered } from './parse.ts';

/** Signals that end a live run with its final ranking. */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** `memhog live`, `memhog --live`: the ranking, kept current until the input ends or somebody says stop. */
export async function live(files: readonly string[], flags: LiveFlags, io: Io): Promise<ExitCode> {
  return survivingHangUp(() => runUntilEnd(files, flags, io), 2);
}

async function runUntilEnd(files: readonly string[], flags: LiveFlags, io: Io): Promise<ExitCode> {
  const config = readConfig(flags.config, io.cwd);
  // The folder of `report`, which the configuration names, is no place for one ranking.
  const view = viewOptions({ ...flags, out: flags.out ?? '-' }, config);
  if (view.output === 'html')
    throw new UsageError(
      'live has no page: --output table, json, csv or markdown (memhog parse --output html makes one)',
    );
  const inputs = await liveInputs(files, config, io);
  checkTogether(flags, inputs.targets.length === 0);
  checkDestination(view.out, io);
  checkDestination(flags.save, io);
  refuseLogAsDestination('-o', view.out, inputs.targets, io);
  refuseLogAsDestination('--save', flags.save, inputs.targets, io);
  await checkSavePlace(flags, inputs, io);
  const read = readOptions(['-'], flags, config, io);
  const { profile: history, positions } = await historyOf(inputs, flags, read, io);
  const run = liveRunFlags(flags, view, positions, io);
  const window = lengthFlag('--window', flags.window ?? DEFAULT_WINDOW);
  const session = new Session(run.view === 'screen' ? window : undefined, read, history, io);
  const known = acknowledgedOn(today(io), config);
  const finish = (ranking: Ranking): Ranking => withKnown(ranking, known);
  const options: LiveOptions = {
    ...run,
    wishes: { ...withoutFunctions(view), inputs: namesOf(inputs) },
    historyNote: noteOf(history),
    historyNames: positions ? [flags.save ?? ''] : inputs.profiles.map(({ name }) => name),
    finish,
    trouble: () => session.trouble(),
  };
  const stop = new AbortController();
  const isSaved = await untilSignalled(stop, () =>
    runLive(inputOf(inputs, flags, read, positions, io), session.reading, options, stop),
  );
  const profile = session.reading.profile();
  const why = session.whyNothing(profile, inputs, stop.signal.aborted);
  if (why === 'quiet') {
    io.err(warningLine('no line was written while memhog looked; --from-start reads what was there before'));
    return isSaved ? 0 : 2;
  }
  const ranking = finish(rank(profile, { ...view.rank, inputs: namesOf(inputs) }));
  const content = view.output === 'json' ? renderJsonLine(ranking) : rendered(ranking, view, io);
  deliver(content, view.out, io);
  if (!isSaved) return 2;
  return fails(ranking, view) ? 1 : 0;
}

/** What is read, and what could not be. */
class Session {
  readonly reading: LiveReading;
  readonly #failed = new FailedLines();
  readonly #tally = new FormatTally();
  readonly #read: ReadOptions;
  readonly #history: Profile | undefined;

  constructor(window: number | undefined, read: ReadOptions, history: Profile | undefined, io: Io) {
    this.#read = read;
    this.#history = history;
    this.reading = new LiveReading({
      settings: history?.settings ?? read.settings,
      formats: read.formats,
      window,
      now: () => wallClock(io),
      ahead: () => Math.floor(io.now().ahead / 1000),
      witness: (kind, format, place) => {
        this.#failed.see(kind, format, place);
        this.#tally.see(kind, format);
      },
    });
    if (history) this.reading.absorb(history);
  }

  /** `quiet` when no line came; undefined when there is something to rank. Throws InputError when not one line was of use. */
  whyNothing(profile: Profile, inputs: LiveInputs, isStopped: boolean): 'quiet' | undefined {
    if (this.#history) return undefined;
    const { coverage } = profile;
    const isPiped = inputs.targets.length === 0;
    if (coverage.lines === 0 && (isStopped || !isPiped)) return 'quiet';
    if (coverage.lines === 0) throw new InputError(whyEmpty('stdin'));
    if (!isOfNoUse(profile)) return undefined;
    const name = isPiped ? 'stdin' : inputs.targets.map((target) => target.name).join(', ');
    throw new InputError(`${name}: ${this.#why(coverage)}`);
  }

  /** Why nothing that was read so far is of use. */
  trouble(): string {
    return this.#why(this.reading.profile().coverage);
  }

  #why(coverage: Profile['coverage']): string {
    const failed = (): readonly FailedLine[] => this.#failed.compared(allFormats(this.#read.formats));
    return whyUnusable({ coverage, formats: this.#tally.formats, failed });
  }
}

function inputOf(
  { targets }: LiveInputs,
  flags: LiveFlags,
  { source }: ReadOptions,
  positions: SavedPositions | undefined,
  io: Io,
): LiveInput {
  if (targets.length === 0) return pipeInput(io.stdin, source ?? '-', io.machine);
  const fromStart = flags.fromStart === true || flags.since !== undefined;
  const start = positions ? { positions: positions.files, looked: positions.looked } : undefined;
  return followInput(
    targets.map((target) => ({ ...target, source: source ?? target.source })),
    start ?? (fromStart ? 'start' : 'end'),
    io.machine,
  );
}

function withoutFunctions({ rank: { by, metric, limit }, rows }: ViewOptions): LiveOptions['wishes'] {
  return {
    rows,
    ...(by === undefined ? {} : { by }),
    ...(metric === undefined ? {} : { metric }),
    ...(limit === undefined ? {} : { limit }),
  };
}

const namesOf = ({ targets, profiles }: LiveInputs): readonly string[] => [
  ...profiles.map(({ name }) => name),
  ...(targets.length === 0 ? ['-'] : targets.map(({ name }) => name)),
];

/** How old the evidence is that the run begins with. */
function noteOf(history: Profile | undefined): string {
  if (!history) return '';
  const [from, to] = [isoTime(history.from), isoTime(history.to)].map((time) => time?.replace('T', ' '));
  return from === undefined || to === undefined
    ? 'with what was kept'
    : `with what was kept of ${from} to ${to}`;
}

/** The wall clock in seconds, counted as if it were UTC. */
function wallClock(io: Pick<Io, 'now'>): number {
  const { epoch, ahead } = io.now();
  return Math.floor((epoch + ahead) / 1000);
}

async function untilSignalled<T>(stop: AbortController, act: () => Promise<T>): Promise<T> {
  const onSignal = (): void => stop.abort();
  for (const signal of ENDING) process.on(signal, onSignal);
  try {
    return await act();
  } finally {
    for (const signal of ENDING) process.off(signal, onSignal);
  }
}
