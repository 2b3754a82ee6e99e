/**
 * uWSGI. Read in core/utils.c, core/init.c and core/uwsgi.c of 2.0.20, 2.0.22 to 2.0.31: `max-requests-delta` is there from
 * 2.0.29 on, as `delta_requests >= max_requests + (wid - 1) * delta`; before that an ini that names it is accepted and ignored
 * (tried on 2.0.21; with `strict` it does not start). `min-worker-lifetime` is 10 s by default in all of them, although the help
 * of 2.0.20 to 2.0.24 says 60. `reload-on-rss` is in MiB, looked at after the response, and switches the reading on by itself;
 * `evil-reload-on-rss` is a SIGKILL by the master in the middle of a request.
 */
import { isBefore, pythonPackage } from '../../setup/target.ts';
import { groupDigits } from '../../wording/numbers.ts';
import type { RecyclingPlan } from '../plan.ts';
import type { AdviceContext, AdvisedLine, AdvisedServer, ServerAdvice } from './server.ts';
import { known } from './server.ts';
import { MIB, whyMemory, whyRequests, wholeUnits } from './words.ts';

const DELTA_SINCE = [2, 0, 29];
/** Seconds that a worker lives at least, whatever it served. */
const LEAST_LIFE = 10;

function requestLines(plan: RecyclingPlan, { version }: AdviceContext): readonly AdvisedLine[] {
  if (!plan.byRequests) return [];
  const { requests, spread } = plan.byRequests;
  const first: AdvisedLine = {
    text: `max-requests = ${requests.toString()}`,
    why: whyRequests(plan, { requests, spread: 0 }),
    setting: 'max-requests',
    value: requests,
  };
  if (spread === 0 || isBefore(version, DELTA_SINCE)) return [first];
  const late = version === undefined ? ' (from uWSGI 2.0.29 on; an older one ignores it)' : '';
  return [
    first,
    {
      text: `max-requests-delta = ${spread.toString()}`,
      why: `worker n does (n - 1) x ${groupDigits(spread)} more, so that they do not restart together${late}`,
      setting: 'max-requests-delta',
      value: spread,
    },
  ];
}

function memoryLines(plan: RecyclingPlan): readonly AdvisedLine[] {
  const { byMemory } = plan;
  if (byMemory === null) return [];
  const mebibytes = wholeUnits(byMemory, MIB);
  return [
    {
      text: `reload-on-rss = ${mebibytes.toString()}`,
      why: whyMemory(plan, 'in MiB, looked at after the response is sent, so no request is cut'),
      setting: 'reload-on-rss',
      value: mebibytes,
    },
  ];
}

function lifeLines({ leastLife }: RecyclingPlan): readonly AdvisedLine[] {
  if (leastLife === undefined) return [];
  return [
    {
      text: `min-worker-lifetime = ${leastLife.toString()}`,
      why: `in seconds: a worker is full before the ${LEAST_LIFE.toString()} s that uWSGI makes it live otherwise, and would grow on past its limit`,
      setting: 'min-worker-lifetime',
      value: leastLife,
    },
  ];
}

function settings(plan: RecyclingPlan, context: AdviceContext): ServerAdvice {
  const { byRequests, byMemory } = plan;
  const master: AdvisedLine = {
    text: 'master = true',
    why: 'without a master nobody starts a new worker',
    setting: 'master',
    value: undefined,
  };
  return {
    files: [
      {
        name: 'uwsgi.ini',
        lines: [master, ...requestLines(plan, context), ...memoryLines(plan), ...lifeLines(plan)],
      },
    ],
    notes: [
      ...(isBefore(context.version, DELTA_SINCE) && byRequests
        ? [
            'max-requests-delta came with uWSGI 2.0.29: this one would ignore it without a word, so workers that started together restart together, apart only as their traffic is',
          ]
        : []),
      ...(byRequests && plan.leastLife === undefined
        ? [
            `A worker lives at least ${LEAST_LIFE.toString()} s (min-worker-lifetime): at more than ${groupDigits(byRequests.requests / LEAST_LIFE, 1)} requests per second each it does more than max-requests`,
          ]
        : []),
      ...(byMemory === null
        ? []
        : [
            'evil-reload-on-rss is not advised: the master kills the worker in the middle of a request. Set it only as a last resort, well above reload-on-rss',
          ]),
    ],
  };
}

const EVIL =
  'the master kills the worker in the middle of a request (SIGKILL); reload-on-rss waits for the response';

/** uWSGI. */
export const uwsgi: AdvisedServer = {
  name: 'uwsgi',
  title: 'uWSGI',
  asks: [{ command: 'uwsgi', args: ['--version'], answer: /^(\d[\w.]*)/m }, pythonPackage('uWSGI')],
  formats: ['uwsgi', 'uwsgi-log-format'],
  known: [
    known('max-requests', 'requests', { also: ['--max-requests', '-R'] }),
    known('max-requests-delta', 'spread', {
      also: ['--max-requests-delta'],
      since: DELTA_SINCE,
      needs: 'max-requests',
    }),
    known('reload-on-rss', 'memory', { also: ['--reload-on-rss'], unit: MIB }),
    known('evil-reload-on-rss', 'other', { also: ['--evil-reload-on-rss'], unit: MIB, warning: EVIL }),
    known('evil-reload-on-as', 'other', { also: ['--evil-reload-on-as'], unit: MIB, warning: EVIL }),
    known('reload-on-as', 'other', {
      also: ['--reload-on-as'],
      unit: MIB,
      warning: 'the address space, which says little of the memory in use: reload-on-rss looks at that',
    }),
    known('min-worker-lifetime', 'least-life', { also: ['--min-worker-lifetime'], usual: LEAST_LIFE }),
  ],
  abilities: (version) => ({
    spread: isBefore(version, DELTA_SINCE) ? 'none' : 'slots',
    memory: 'rss-after-request',
    leastLife: LEAST_LIFE,
  }),
  settings,
};
