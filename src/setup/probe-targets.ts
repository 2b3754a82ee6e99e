/**
 * The probe: readings as each request begins (docs/probe.md). It takes the place of the reading at the end of a target,
 * and has steps of its own for each.
 */
import { NODE_PROBE } from './node-probe.ts';
import { shellWord } from './probe-way.ts';
import type { Stack, Way } from './probe-way.ts';
import { PYTHON_PROBE } from './python-probe.ts';
import { RUBY_PROBE } from './ruby-probe.ts';
import type { Step, Target } from './target.ts';

/** What is asked of the probe. */
export interface ProbeWish {
  /** The endpoint to watch, such as `GET /search`; empty for none. */
  readonly trace: string;
}

const STACKS: readonly Stack[] = [PYTHON_PROBE, RUBY_PROBE, NODE_PROBE];

/** The targets that take the probe. */
export const PROBE_NAMES: readonly string[] = STACKS.flatMap(({ ways }) => Object.keys(ways));

function traceStep(way: Way, { tells }: Stack, trace: string): Step {
  const { where, paste } = way.environment('MEMHOG_TRACE', trace);
  return {
    why: `watches ${trace} in one worker for 100 of its calls, then writes what they leave, ${tells}, and stops; restart the server, and take it out again afterwards`,
    where,
    paste,
  };
}

/** The target as it takes the probe; undefined where it takes none. */
export function withProbe(target: Target, { trace }: ProbeWish): Target | undefined {
  const stack = STACKS.find(({ ways }) => target.name in ways);
  const way = stack?.ways[target.name];
  if (!stack || !way) return undefined;
  const isTraced = trace !== '';
  return {
    name: target.name,
    title: `${target.title}, with the probe`,
    asks: target.asks,
    files: stack.files,
    ...(target.folder === undefined ? {} : { folder: target.folder }),
    flags: isTraced ? `--trace ${shellWord(trace)}` : '--probe',
    steps: (_, home) => [
      ...stack.install(home),
      ...way.steps,
      ...(isTraced ? [traceStep(way, stack, trace)] : []),
    ],
    cost: stack.cost,
    notes: () => [...way.notes, ...(isTraced ? stack.traceNotes : []), ...stack.always],
  };
}
