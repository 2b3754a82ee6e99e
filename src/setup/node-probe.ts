/** The probe for Node: an option of the middleware. */
import { NODE_PROBE_COST } from './costs.ts';
import { packageStep } from './node-targets.ts';
import { inShell } from './probe-way.ts';
import type { Stack, Way } from './probe-way.ts';

const way = (where: string, paste: string): Way => ({
  steps: [
    {
      why: 'takes the reading as a request begins, behind each collection that V8 makes of all its heap, and knows the route',
      where,
      paste,
    },
  ],
  environment: inShell,
  notes: [],
});

/** Frameworks of Node and node:http. */
export const NODE_PROBE: Stack = {
  ways: {
    express: way(
      'before all other middleware',
      "import { memhog } from 'memhog/node';\n\napp.use(memhog({ probe: true }));",
    ),
    fastify: way(
      'before all other plugins',
      "import { memhogFastify } from 'memhog/node';\n\nawait app.register(memhogFastify, { probe: true });",
    ),
    koa: way(
      'before all other middleware',
      "import { memhogKoa } from 'memhog/node';\n\napp.use(memhogKoa({ probe: true }));",
    ),
    node: way(
      'around the listener',
      "import { memhogHttp } from 'memhog/node';\n\ncreateServer(memhogHttp(listener, { probe: true }));",
    ),
  },
  files: [],
  install: (home) => [packageStep(home)],
  cost: NODE_PROBE_COST,
  tells: 'by function',
  always: [
    'Most requests carry no reading: what V8 holds says something only where it has just collected everything. Where no request is in progress and the budget pays for it, the probe lets it collect. MEMHOG_PROBE_BUDGET=1 in the environment of one worker, best not in production, gives a reading for every request and an answer after some hundred calls of each route',
    'MEMHOG_PROBE=0 in the environment switches it off, MEMHOG_PROBE=1 switches it on where the middleware is there without `probe: true`',
    'What memhog reads from these lines, and what each field means: docs/probe.md in this package',
  ],
  traceNotes: [
    'While it watches, that one worker samples each allocation, which makes it slower by several times where much is allocated, and stands still for two collections before and after each of five calls and at eight moments later; the others are not touched. It ends by itself after 100 calls, 10 minutes or when the process has grown by 128 MiB (MEMHOG_TRACE_CALLS, MEMHOG_TRACE_SECONDS, MEMHOG_TRACE_MEMORY in bytes), and says which',
    'The line that is told is the first of the function',
  ],
};
