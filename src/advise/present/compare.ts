/** Present settings beside the advised ones. Pure: what is said here is all that `--check` says. */
import { isBefore } from '../../setup/target.ts';
import type { Version } from '../../setup/target.ts';
import { groupDigits } from '../../wording/numbers.ts';
import type { AdvisedServer, KnownSetting, ServerAdvice } from '../servers/server.ts';
import type { Present, PresentSetting } from './present.ts';
import { workersSetting } from './recycling.ts';

/** How a present setting stands to the advice. */
export type Judgement =
  | 'same'
  | 'missing'
  | 'too-high'
  | 'too-low'
  /** It is there, but its value cannot be told from the text. */
  | 'not-understood'
  /** It is there and changes nothing: unknown to this version, or it needs another setting that is off. */
  | 'no-effect'
  /** Nobody advises it, and it does something else than it seems to. */
  | 'unwise';

/** One row of `--check`. */
export interface Compared {
  /** As it is written in the file; as advised where it is missing. */
  readonly setting: string;
  /** Null where it is missing or cannot be told. */
  readonly present: number | string | null;
  /** Null where the advice has no number for it. */
  readonly advised: number | null;
  readonly judgement: Judgement;
  /** One sentence without its full stop. */
  readonly text: string;
  /** Where it stands, from 1; null where it is missing. */
  readonly line: number | null;
}

/** Values this near to the advised one, as a part of it, are the same: the advice rests on an estimate. */
const NEAR = 0.1;

/** Where nothing grows, how often the present settings restart a worker for nothing. */
export type Idle = 'often' | 'seldom';

interface Question {
  readonly server: AdvisedServer;
  readonly version: Version | undefined;
  readonly present: Present;
  readonly idle: Idle | undefined;
}

/** Numbers that can be told, 0 among them, which switches a limit off. */
function isOn({ value }: PresentSetting): boolean {
  return value !== 0;
}

/** The rows of one known setting: the last of each place, as servers read it. */
function effective({ present }: Question, { written }: KnownSetting): readonly PresentSetting[] {
  const last = new Map<string, PresentSetting>();
  for (const one of present.settings) if (written.includes(one.setting)) last.set(one.place, one);
  return [...last.values()];
}

function withoutEffect(question: Question, known: KnownSetting): string | undefined {
  const { server, version } = question;
  if (known.since && isBefore(version, known.since))
    return `came with ${server.title} ${known.since.join('.')}; ${version?.join('.') ?? ''} does not know it`;
  const needed = server.known.find(({ name }) => name === known.needs);
  if (!needed || effective(question, needed).some(isOn)) return undefined;
  return `does nothing without ${needed.name}, which is not set`;
}

function judge(
  found: PresentSetting,
  advised: number,
  { role }: KnownSetting,
): Pick<Compared, 'judgement' | 'text'> {
  const { value } = found;
  if (typeof value !== 'number')
    return { judgement: 'not-understood', text: 'its value cannot be told from the text alone' };
  const beside = `${groupDigits(value)} beside ${groupDigits(advised)} advised`;
  if (value === 0 && role !== 'spread')
    return { judgement: 'missing', text: `0 switches it off; ${groupDigits(advised)} is advised` };
  if (Math.abs(value - advised) <= NEAR * advised)
    return { judgement: 'same', text: value === advised ? 'as advised' : `${beside}, near enough` };
  const isHigh = value > advised;
  // To look more often lets nothing grow further.
  if (role === 'look' && !isHigh) return { judgement: 'same', text: `${beside}: ${CONSEQUENCES.look[1]}` };
  return {
    judgement: isHigh ? 'too-high' : 'too-low',
    text: `${beside}: ${CONSEQUENCES[role][isHigh ? 0 : 1]}`,
  };
}

/** What comes of too much, and of too little. */
const CONSEQUENCES: Readonly<Record<KnownSetting['role'], readonly [string, string]>> = {
  requests: ['workers grow larger than there is memory for', 'workers restart more often than they need to'],
  spread: [
    'some workers live, and grow, longer than there is memory for',
    'several workers may restart together',
  ],
  memory: ['workers grow larger than there is memory for', 'workers restart more often than they need to'],
  'memory-of-all': ['more than there is memory for', 'workers restart more often than they need to'],
  time: ['workers grow larger than there is memory for', 'workers restart more often than they need to'],
  look: ['workers grow on for longer between two looks', 'looked at more often'],
  'least-life': ['workers grow past their limit before they may end', 'workers may restart all the time'],
  other: ['more than advised', 'less than advised'],
};

function compareOne(
  question: Question,
  known: KnownSetting,
  advised: number | undefined,
): readonly Compared[] {
  const found = effective(question, known);
  if (found.length === 0) return advised === undefined ? [] : [missing(known.name, advised)];
  return found.flatMap((one): readonly Compared[] => {
    const place = one.place === '' || found.length === 1 ? '' : `[${one.place}] `;
    const row = {
      setting: place + one.setting,
      present: one.value ?? null,
      advised: advised ?? null,
      line: one.line,
    };
    if (known.warning !== '' && isOn(one)) return [{ ...row, judgement: 'unwise', text: known.warning }];
    const reason = isOn(one) ? withoutEffect(question, known) : undefined;
    if (reason !== undefined) return [{ ...row, judgement: 'no-effect', text: reason }];
    if (advised !== undefined) return [{ ...row, ...judge(one, advised, known) }];
    return isOn(one) ? unadvised(question, known, one).map((made) => ({ ...row, ...made })) : [];
  });
}

/** What is on though nothing advises it. */
function unadvised(
  { idle }: Question,
  { role, usual }: KnownSetting,
  { value }: PresentSetting,
): readonly Pick<Compared, 'judgement' | 'text'>[] {
  if (usual !== undefined && typeof value === 'number' && value > usual) {
    const text = `${groupDigits(value)} beside ${groupDigits(usual)}, the server's own: ${CONSEQUENCES[role][0]}`;
    return [{ judgement: 'too-high', text }];
  }
  if (idle === undefined || !RESTARTING.has(role)) return [];
  return idle === 'often'
    ? [{ judgement: 'unwise', text: 'set; nothing grows, so it restarts for nothing' }]
    : [{ judgement: 'same', text: 'set; nothing grows, but it restarts seldom enough to do no harm' }];
}

const RESTARTING: ReadonlySet<KnownSetting['role']> = new Set(['requests', 'spread', 'time']);

function missing(setting: string, advised: number): Compared {
  const text = `not set; ${groupDigits(advised)} is advised`;
  return { setting, present: null, advised, judgement: 'missing', text, line: null };
}

/**
 * Compares what a configuration sets with the advice for the same server, in the order of the server's settings. Settings
 * that neither is advised nor deserves a word have no row; a number of workers that cannot be told has one at the end.
 */
export function compare(
  present: Present,
  advice: ServerAdvice,
  {
    server,
    version,
    idle,
  }: { readonly server: AdvisedServer; readonly version: Version | undefined; readonly idle?: Idle },
): readonly Compared[] {
  const lines = advice.files.flatMap((file) => file.lines);
  const known = server.known.flatMap((one) =>
    compareOne(
      { server, version, present, idle },
      one,
      lines.find(({ setting }) => setting === one.name)?.value,
    ),
  );
  return [...known, ...unclearWorkers(present)];
}

/** The number of workers is no advice, but all of it rests on that: where the text does not tell, the reader must know. */
function unclearWorkers(present: Present): readonly Compared[] {
  const found = workersSetting(present);
  // `none` is the server's own default, not a number that something else decides.
  if (!found || typeof found.value === 'number' || found.value === 'none') return [];
  const { setting, value, line } = found;
  const text = 'its value cannot be told from the text alone; --workers N tells it';
  return [{ setting, present: value ?? null, advised: null, judgement: 'not-understood', text, line }];
}
