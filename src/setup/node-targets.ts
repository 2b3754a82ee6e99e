/** Node: frameworks and node:http. */
import { NODE_COST, NODE_READING_COST } from './costs.ts';
import { nodePackage } from './target.ts';
import type { Step, Target, VersionQuestion } from './target.ts';

const NODE: VersionQuestion = { command: 'node', args: ['--version'], answer: /^v(\d[\w.]*)/ };

const COLLECT_OFTEN =
  'V8 lets garbage pile up before it looks for it, and a leak hides in that: start one worker with `node --heap-growing-percent=10`, and the figures follow what is kept, for 5 to 20 % more CPU';

/** `call` is how the options in its place are given to the function of the framework. */
const notes = (call: (options: string) => string): readonly string[] => [
  'Requests overlap in Node: memhog reads the trend over many of them, which takes more log than where a worker serves one at a time. A cluster of several small workers helps',
  `Beside rss= stands live=, what V8 counts as used outside its young spaces and what its objects hold elsewhere; memhog ranks by it. \`${call('{ heap: false }')}\` leaves it out`,
  COLLECT_OFTEN,
  `Lines go to the standard output; \`${call('{ write: (line) => … }')}\` sends them elsewhere`,
  'For another machine, `npm pack` in that folder makes one file, which `npm install` takes as well',
];

/** A path as a shell takes it. */
const quoted = (path: string): string =>
  /^[\w./@+-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;

/** Takes this package into an application; `home` is where it lies. */
export const packageStep = (home: string): Step => ({
  why: 'the middleware is part of this package, which is on no registry yet; run this in the folder of the application',
  where: '',
  paste: `npm install ${quoted(home)}`,
});

interface Framework {
  readonly name: string;
  readonly title: string;
  readonly ask: VersionQuestion;
  readonly paste: string;
  /** Where the middleware goes. */
  readonly where: string;
  readonly call: (options: string) => string;
}

const target = ({ name, title, ask, paste, where, call }: Framework): Target => ({
  name,
  title,
  asks: [ask],
  files: [],
  steps: (_, home) => [
    packageStep(home),
    {
      why: 'writes one line per request with the memory of the process, and the route as the framework knows it',
      where,
      paste,
    },
  ],
  cost: NODE_COST,
  notes: () => notes(call),
});

/** Everything in Node. */
export const NODE_TARGETS: readonly Target[] = [
  target({
    name: 'express',
    title: 'Express',
    ask: nodePackage('express'),
    where: 'before all other middleware',
    paste: "import { memhog } from 'memhog/node';\n\napp.use(memhog());",
    call: (options) => `memhog(${options})`,
  }),
  target({
    name: 'fastify',
    title: 'Fastify',
    ask: nodePackage('fastify'),
    where: 'before all other plugins',
    paste: "import { memhogFastify } from 'memhog/node';\n\nawait app.register(memhogFastify);",
    call: (options) => `app.register(memhogFastify, ${options})`,
  }),
  target({
    name: 'koa',
    title: 'Koa',
    ask: nodePackage('koa'),
    where: 'before all other middleware',
    paste: "import { memhogKoa } from 'memhog/node';\n\napp.use(memhogKoa());",
    call: (options) => `memhogKoa(${options})`,
  }),
  target({
    name: 'node',
    title: 'node:http and everything built on it',
    ask: NODE,
    where: 'around the listener',
    paste: "import { memhogHttp } from 'memhog/node';\n\ncreateServer(memhogHttp(listener));",
    call: (options) => `memhogHttp(listener, ${options})`,
  }),
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
    cost: NODE_READING_COST,
    notes: () => [
      'Fields of other names: `memhog parse --fields rss=mem.rss,path=request.target app.log`',
      COLLECT_OFTEN,
    ],
  },
];
