import { NODE_TARGETS } from './node-targets.ts';
import { OTHER_TARGETS } from './other-targets.ts';
import { PYTHON_TARGETS } from './python-targets.ts';
import { RUBY_TARGETS } from './ruby-targets.ts';
import type { Target } from './target.ts';

/** Everything that `memhog setup` knows, in the order it is listed. */
export const TARGETS: readonly Target[] = [
  ...PYTHON_TARGETS,
  ...RUBY_TARGETS,
  ...NODE_TARGETS,
  ...OTHER_TARGETS,
];
