/** Node: frameworks and node:http. */
import { nodePackage } from './target.ts';
import type { Target, VersionQuestion } from './target.ts';

const NODE: VersionQuestion = { command: 'node', args: ['--version'], answer: /^v(\d[\w.]*)/ };

const notes = (): readonly string[] => [
  'Requests overlap in Node: memhog reads the trend over many of them, which takes more log than where a worker serves one at a time. A cluster of several small workers helps',
  '`memhog({ heap: true })` adds what V8 itself counts as in use (heapUsed and external), garbage included',
  'Lines go to the standard output; `{ write: (line) => … }` sends them elsewhere',
];

const target = (name: string, title: string, ask: VersionQuestion, paste: string): Target => ({
  name,
  title,
  asks: [ask],
  files: [],
  steps: () => [
    {
      why: 'the middleware is part of this package, without dependencies',
      where: '',
      paste: 'npm install memhog',
    },
    {
      why: 'writes one line per request with the memory of the process, and the route as the framework knows it',
      where: 'before all other middleware',
      paste,
    },
  ],
  notes,
});

/** Everything in Node. */
export const NODE_TARGETS: readonly Target[] = [
  target(
    'express',
    'Express',
    nodePackage('express'),
    "import { memhog } from 'memhog/node';\n\napp.use(memhog());",
  ),
  target(
    'fastify',
    'Fastify',
    nodePackage('fastify'),
    "import { memhogFastify } from 'memhog/node';\n\nawait app.register(memhogFastify);",
  ),
  target(
    'koa',
    'Koa',
    nodePackage('koa'),
    "import { memhogKoa } from 'memhog/node';\n\napp.use(memhogKoa());",
  ),
  target(
    'node',
    'node:http and everything built on it',
    NODE,
    "import { memhogHttp } from 'memhog/node';\n\ncreateServer(memhogHttp(listener));",
  ),
  {
    name: 'pino',
    title: 'pino, winston and other JSON loggers',
    asks: [nodePackage('pino'), nodePackage('winston')],
    files: [],
    steps: () => [
      {
        why: 'memory beside the request in the line that you log already: memhog knows the fields pid, rss, method, url and their kin',
        where: 'where a request is logged',
        paste: "log.info({ req, res, rss: process.memoryUsage.rss() }, 'request completed');",
      },
    ],
    notes: () => ['Fields of other names: `memhog parse --fields rss=mem.rss,path=request.target app.log`'],
  },
];
