/**
 * Node alone. Neither Node nor its cluster module restarts a process after so many requests or at a level of memory, so the
 * service manager's limit is all there is.
 */
import type { AdvisedServer } from './server.ts';

/** A log of Node with no server of the list named. Not one of `--server`. */
export const node: AdvisedServer = {
  name: 'node',
  title: 'Node',
  asks: [{ command: 'node', args: ['--version'], answer: /^v(\d[\w.]*)/m }],
  formats: [],
  known: [],
  abilities: () => ({ spread: undefined, memory: undefined }),
  settings: () => ({
    files: [],
    notes: [
      'None of the servers that --server names runs Node: a process manager may restart it at a level of memory',
    ],
  }),
};
