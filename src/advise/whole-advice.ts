/** Everything `memhog advise` says: the numbers, in the words of a server, beside present settings, with the way to the cause. */
import type { Profile } from '../profile/profile.ts';
import type { Ranking } from '../ranking/ranking.ts';
import { parseVersion } from '../setup/target.ts';
import { advise } from './advise.ts';
import type { AdviseOptions } from './advise.ts';
import type { Advice } from './advice.ts';
import { answerOf, countedBy, fullestOf, heldOf } from './answer.ts';
import type { AdviceAnswer } from './answer.ts';
import { stackOf, wayToCause } from './cause/cause.ts';
import { stackOfLog } from './cause/log-stack.ts';
import { traceTarget } from './cause/trace.ts';
import type { WayToCause } from './cause/cause.ts';
import { compare } from './present/compare.ts';
import type { Compared, Idle } from './present/compare.ts';
import type { Present } from './present/present.ts';
import { whatIfOfPresent } from './present/recycling.ts';
import { restartsAny } from './plan.ts';
import { recyclingOfPlan } from './recycling.ts';
import { serviceLimit } from './servers/systemd.ts';
import type { AdvisedServer, ServerAdvice } from './servers/server.ts';
import type { Recycling } from './settings.ts';
import { LEAST_MILD_LIFE } from './worth.ts';
import { formatBytes } from '../wording/bytes.ts';
import { formatCounted } from '../wording/numbers.ts';

/** A server and where its name and version come from. */
export interface ServerAsked {
  readonly server: AdvisedServer;
  /** As the server prints it; empty where nobody knows. */
  readonly version: string;
}

/** Where figures come from that the log need not hold, in words for the reader: `--memory`, `the log`. */
export interface Origins {
  readonly server: string;
  /** Empty where the version is not known. */
  readonly version: string;
  readonly memory: string;
  readonly reserve: string;
  readonly workers: string;
}

/** The server's present configuration. */
export interface PresentFile {
  readonly file: string;
  readonly present: Present;
}

/** What is asked for. */
export interface AdviceAsked extends ServerAsked, Omit<AdviseOptions, 'abilities'> {
  readonly origins: Origins;
  readonly check?: PresentFile;
  /** Endpoints that nobody needs to be led to. */
  readonly acknowledged?: readonly string[];
}

/** The whole of it: what `--output json` prints. */
export interface WholeAdvice extends Advice {
  readonly answer: AdviceAnswer;
  readonly inputs: readonly string[];
  readonly server: { readonly name: string; readonly title: string; readonly version: string | null };
  readonly origins: Origins;
  /** What to paste; no files where nothing can be advised. */
  readonly settings: ServerAdvice;
  /** The plan in plain numbers, in the form of those of `whatIf`; null without one. */
  readonly recycling: Recycling | null;
  /** Whose settings `whatIf` are: those asked about, those of the file checked; null where there are none. */
  readonly whatIfFrom: 'asked' | 'file' | null;
  readonly check: {
    readonly file: string;
    readonly rows: readonly Compared[];
    readonly remarks: readonly string[];
    /** Whether some row differs from the advice so that it matters: see `matters`. */
    readonly differs: boolean;
  } | null;
  /** For the first endpoint that is blamed; null where none is. */
  readonly cause: ({ readonly endpoint: string } & WayToCause) | null;
}

/** Makes it. Pure and deterministic. */
export function wholeAdvice(profile: Profile, ranking: Ranking, asked: AdviceAsked): WholeAdvice {
  const { server, version: printed, origins, check, acknowledged = [], ...options } = asked;
  const version = parseVersion(printed);
  const abilities = server.abilities(version);
  const present = check && whatIfOfPresent(check.present, server, version);
  const whatIf = options.whatIf ?? present;
  const advice = advise(profile, ranking, {
    ...options,
    abilities,
    ...(whatIf ? { whatIf } : {}),
  });
  const settings: ServerAdvice = advice.plan
    ? server.settings(advice.plan, { version, memory: advice.budgetOfSum })
    : { files: [], notes: [] };
  const { schema, plan, ...figures } = advice;
  const recycling = plan && recyclingOfPlan(plan, abilities);
  return {
    schema,
    answer: answerOf(advice, recycling, server),
    inputs: ranking.inputs,
    server: { name: server.name, title: server.title, version: printed === '' ? null : printed },
    origins,
    settings: { ...settings, files: filesOf(advice, settings, countedBy(server)) },
    plan,
    recycling,
    ...figures,
    whatIfFrom: options.whatIf ? 'asked' : present ? 'file' : null,
    check: check ? checkOf(check, advice, { server, version, settings, isFile: !options.whatIf }) : null,
    cause: causeOf(profile, ranking, {
      server,
      acknowledged,
      grows: advice.workload !== null && !(advice.plan?.isMild ?? false),
    }),
  };
}

/** What to paste; where the server has nothing that would help, what the service manager has. */
function filesOf({ plan, budget }: Advice, { files }: ServerAdvice, counted: string): ServerAdvice['files'] {
  if (plan && !restartsAny(plan)) return [serviceLimit(budget, counted)];
  return files.filter(({ lines }) => lines.length > 0);
}

function checkOf(
  { file, present }: PresentFile,
  advice: Advice,
  {
    settings,
    isFile,
    ...of
  }: {
    readonly server: AdvisedServer;
    readonly version: ReturnType<typeof parseVersion>;
    readonly settings: ServerAdvice;
    /** Whether `whatIf` is what the file sets. */
    readonly isFile: boolean;
  },
): WholeAdvice['check'] {
  const isMild = advice.plan?.isMild ?? false;
  const tried = isFile ? advice.whatIf : null;
  const idle = isMild && tried?.predicted ? idleOf(tried.predicted.life) : undefined;
  const rows = compare(present, settings, { ...of, ...(idle ? { idle } : {}) });
  const needed = tried?.predicted ? heldOf(advice, fullestOf(tried.predicted), tried.workers) : 0;
  const overfull =
    needed > advice.memory
      ? [
          `As it is set there, ${formatCounted(tried?.workers ?? 0, 'worker')} come to ${formatBytes(needed)}, more than the ${formatBytes(advice.memory)} there are`,
        ]
      : [];
  return {
    file,
    rows,
    remarks: [...overfull, ...present.remarks],
    differs: overfull.length > 0 || rows.some((row) => matters(row, isMild)),
  };
}

/** Once an hour is what a mild protection may cost. */
function idleOf(life: number | null): Idle {
  return life === null || life >= LEAST_MILD_LIFE ? 'seldom' : 'often';
}

/**
 * Whether a row is a reason to change something. What cannot be told from the text is none, and where nothing grows it does not
 * matter how large a protection is.
 */
function matters({ judgement }: Compared, isMild: boolean): boolean {
  if (judgement === 'same' || judgement === 'not-understood') return false;
  return judgement === 'no-effect' || judgement === 'unwise' || !isMild;
}

/** The way for the first endpoint that is blamed; where memory grows and none can be singled out, for the likeliest. */
function causeOf(
  profile: Profile,
  ranking: Ranking,
  { server, acknowledged, grows }: CauseAsked,
): WholeAdvice['cause'] {
  const { by, findings, answer } = ranking;
  const stack = stackOfLog(profile) ?? stackOf(server.name);
  if (!stack || by !== 'endpoint') return null;
  const open = findings.filter(({ endpoint }) => !acknowledged.includes(endpoint));
  const blamed = open.find(({ verdict }) => verdict === 'leak' || verdict === 'suspect');
  const likeliest = grows && answer.kind === 'cannot-tell' ? open[0] : undefined;
  const first = blamed ?? likeliest;
  if (!first) return null;
  const way = wayToCause(first.endpoint, stack, traceTarget(stack, profile));
  return { endpoint: first.endpoint, ...way, notes: [...(blamed ? [] : [LIKELIEST]), ...way.notes] };
}

interface CauseAsked {
  readonly server: AdvisedServer;
  readonly acknowledged: readonly string[];
  /** Whether memory may be said to grow. */
  readonly grows: boolean;
}

const LIKELIEST =
  'The log does not single out an endpoint: this one is the likeliest, no more. Where it leaves nothing, go on with the next of the ranking';
