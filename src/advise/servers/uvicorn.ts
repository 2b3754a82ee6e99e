/**
 * uvicorn. Read in main.py, server.py and supervisors/multiprocess.py of 0.29.0, 0.30.0, 0.40.0, 0.41.0 and 0.54.0:
 * --limit-max-requests-jitter is in 0.41.0 and not in 0.40.0, drawn once per process, both ends included; the number is looked at every 0.1 s.
 * The parent of `--workers` starts a worker anew from 0.30.0 on; in 0.29.0 a worker that ended was never replaced.
 */
import { isBefore, pythonPackage } from '../../setup/target.ts';
import { groupDigits } from '../../wording/numbers.ts';
import type { RecyclingPlan } from '../plan.ts';
import type { AdviceContext, AdvisedLine, AdvisedServer, ServerAdvice } from './server.ts';
import { known } from './server.ts';
import { noneHelps, whyRequests } from './words.ts';

const JITTER_SINCE = [0, 41];
const REPLACES_SINCE = [0, 30];

function lines(plan: RecyclingPlan, { version }: AdviceContext): readonly AdvisedLine[] {
  if (!plan.byRequests) return [];
  const { requests, spread } = plan.byRequests;
  const hasJitter = spread > 0 && !isBefore(version, JITTER_SINCE);
  const first: AdvisedLine = {
    text: `--limit-max-requests ${requests.toString()}`,
    why: whyRequests(plan, { requests, spread: hasJitter ? spread : 0 }),
    setting: '--limit-max-requests',
    value: requests,
  };
  if (!hasJitter) return [first];
  const late = version === undefined ? ' (from uvicorn 0.41 on; an older one refuses to start with it)' : '';
  return [
    first,
    {
      text: `--limit-max-requests-jitter ${spread.toString()}`,
      why: `each worker draws 0 to ${groupDigits(spread)} more, so that they do not restart together${late}`,
      setting: '--limit-max-requests-jitter',
      value: spread,
    },
  ];
}

function settings(plan: RecyclingPlan, context: AdviceContext): ServerAdvice {
  const { version } = context;
  const { byRequests, workers } = plan;
  return {
    files: [{ name: 'command line', lines: lines(plan, context) }],
    notes: [
      ...(isBefore(version, REPLACES_SINCE) && byRequests
        ? [
            'With --workers this uvicorn does not replace a worker that ended (0.30 does): the limit would leave you with fewer and fewer. Run one process for each service that systemd restarts (Restart=always), or upgrade first',
          ]
        : []),
      ...(isBefore(version, JITTER_SINCE) && byRequests
        ? [
            '--limit-max-requests-jitter came with uvicorn 0.41: before that workers restart together, apart only as their traffic is',
          ]
        : []),
      ...(workers === 1 && byRequests
        ? [
            'Without --workers nobody starts uvicorn again: systemd must (Restart=always), or a container policy',
          ]
        : []),
      ...(byRequests ? ['The number is looked at every 0.1 s, so a worker does a few requests more'] : []),
      ...noneHelps('uvicorn', plan),
    ],
  };
}

/** uvicorn. */
export const uvicorn: AdvisedServer = {
  name: 'uvicorn',
  title: 'uvicorn',
  asks: [{ command: 'uvicorn', args: ['--version'], answer: /uvicorn (\d[\w.]*)/ }, pythonPackage('uvicorn')],
  formats: [],
  known: [
    known('--limit-max-requests', 'requests', { also: ['limit_max_requests', 'UVICORN_LIMIT_MAX_REQUESTS'] }),
    known('--limit-max-requests-jitter', 'spread', {
      also: ['limit_max_requests_jitter', 'UVICORN_LIMIT_MAX_REQUESTS_JITTER'],
      since: JITTER_SINCE,
      needs: '--limit-max-requests',
    }),
  ],
  abilities: (version) => ({
    spread: isBefore(version, JITTER_SINCE) ? 'none' : 'uniform',
    memory: undefined,
  }),
  settings,
};
