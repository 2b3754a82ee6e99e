/** What Heroku's runtime says of the dyno that a line is about. */
import { ascii } from '../../scan/bytes.ts';
import type { Saying } from '../sayings.ts';

/** A dyno has one worker, whose process id is not named: 0. */
export const SAYINGS: readonly Saying[] = [
  { pattern: /^Starting process with command /, kind: 'start', what: 'started' },
  { pattern: /^Error R1[45] \(Memory quota (?:vastly )?exceeded\)/, kind: 'note', what: 'memory-limit' },
  { pattern: /^Stopping (?:process|all processes) with SIG/, kind: 'note', what: 'stopped' },
  { pattern: /^(?:Cycling|Restarting)$/, kind: 'note', what: 'recycled' },
  { pattern: /^Process exited with status \d{1,3}/, kind: 'end', what: 'stopped' },
];

export const BEGINNINGS = [
  ...['Starting process with command ', 'Error R1', 'Stopping ', 'Cycling', 'Restarting'],
  'Process exited with status ',
].map(ascii);
