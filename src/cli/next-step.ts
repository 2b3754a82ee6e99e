/** What to do next about an endpoint: the probe, or a trace of its code, as far as the log has neither. */
import type { Profile } from '../profile/profile.ts';
import type { CodeTrace, Finding, Ranking } from '../ranking/ranking.ts';
import { probedStacks } from '../setup/stacks.ts';
import { isTraceable } from '../setup/traceable.ts';
import { shellWord } from '../wording/shell-word.ts';

const COST =
  'It watches one worker for 100 calls and ends by itself, after 10 minutes at most; meanwhile that worker is slower, by several times where much is allocated.';

/** Whether readings of the probe are in the log. */
export function isProbed(profile: Profile): boolean {
  return profile.workers.some(({ lives }) => lives.some(({ last }) => last.atStart === true));
}

/** The format of most lines that have a probe, and the targets of it. */
function stacksOf({ coverage }: Ranking): readonly string[] {
  const formats = [...coverage.formats].sort((a, b) => b.lines - a.lines);
  return formats.map(({ format }) => probedStacks(format)).find((stacks) => stacks.length > 0) ?? [];
}

/** `memhog setup django --probe` and, where the log does not say which it is, what else it may be. */
function command(stacks: readonly string[], flags: string): string {
  const [first = '', ...others] = stacks;
  const or = others.length === 0 ? '' : ` (or ${others.join(', ')}, whichever serves it)`;
  return `\`memhog setup ${first} ${flags}\`${or}`;
}

/** Whether a trace has said what there is to say of code that still runs. */
const hasAnswered = ({ lines, native, deploy }: CodeTrace): boolean =>
  deploy === null && (lines.length > 0 || native > 0);

/** Paragraphs; empty where nothing is to be done, or nothing can be. */
export function nextSteps(
  { endpoint, verdict, code = [] }: Finding,
  ranking: Ranking,
  profile: Profile,
): readonly string[] {
  const stacks = stacksOf(ranking);
  const isBlamed = verdict === 'leak' || verdict === 'suspect';
  const [path = ''] = endpoint.split('?');
  if (stacks.length === 0 || !isTraceable(path) || code.some(hasAnswered)) return [];
  const trace = command(stacks, `--trace ${shellWord(path)}`);
  if (isProbed(profile)) {
    if (!isBlamed) return [];
    return [`${code.length > 0 ? 'Once more, where' : 'Where'} in its code: ${trace}. ${COST}`];
  }
  const probe = `${command(stacks, '--probe')} reads exact counters as each request begins, which tells sooner and more surely what is kept; it takes about 1 % of the processor time of requests.`;
  if (verdict === 'unknown') return [probe];
  if (!isBlamed) return [];
  const first = verdict === 'suspect' ? [`First to be sure: ${probe}`] : [];
  return [...first, `Where in its code: ${trace}, which brings the probe with it. ${COST}`];
}
