/**
 * Hypercorn. Read in config.py, __main__.py and asyncio/run.py of 0.12.0 to 0.18.0: max_requests and max_requests_jitter are in
 * 0.16.0 and not in 0.15.0; a worker ends after max_requests + randint(0, jitter) + 1 requests (`>`). On the command line, 0.16.0 to
 * 0.18.0, `--max-requests-jitter N` sets the jitter to the value of --max-requests, whatever N is; a configuration file is read right.
 */
import { isBefore, pythonPackage } from '../../setup/target.ts';
import { groupDigits } from '../../wording/numbers.ts';
import type { RecyclingPlan } from '../plan.ts';
import type { AdviceContext, AdvisedLine, AdvisedServer, ServerAdvice } from './server.ts';
import { known } from './server.ts';
import { noneHelps, whyRequests } from './words.ts';

const SINCE = [0, 16];

function lines(plan: RecyclingPlan, { version }: AdviceContext): readonly AdvisedLine[] {
  if (!plan.byRequests || isBefore(version, SINCE)) return [];
  const { requests, spread } = plan.byRequests;
  const late = version === undefined ? '; from Hypercorn 0.16 on' : '';
  const first: AdvisedLine = {
    text: `max_requests = ${requests.toString()}`,
    why: whyRequests(plan, plan.byRequests) + late,
    setting: 'max_requests',
    value: requests,
  };
  if (spread === 0) return [first];
  return [
    first,
    {
      text: `max_requests_jitter = ${spread.toString()}`,
      why: `each worker draws 0 to ${groupDigits(spread)} more, so that they do not restart together`,
      setting: 'max_requests_jitter',
      value: spread,
    },
  ];
}

function settings(plan: RecyclingPlan, context: AdviceContext): ServerAdvice {
  return {
    files: [{ name: 'hypercorn.toml (hypercorn --config hypercorn.toml …)', lines: lines(plan, context) }],
    notes: [
      ...(isBefore(context.version, SINCE)
        ? ['max_requests came with Hypercorn 0.16: this one restarts no worker by itself; upgrade']
        : [
            'Set the jitter in the file: on the command line --max-requests-jitter takes the value of --max-requests, whatever you give it (0.16 to 0.18)',
          ]),
      ...noneHelps('Hypercorn', plan),
    ],
  };
}

/** Hypercorn. */
export const hypercorn: AdvisedServer = {
  name: 'hypercorn',
  title: 'Hypercorn',
  // `hypercorn --version` asks for an application: the package alone can be asked.
  asks: [pythonPackage('hypercorn')],
  formats: [],
  known: [
    known('max_requests', 'requests', { also: ['--max-requests'], since: SINCE }),
    known('max_requests_jitter', 'spread', { since: SINCE, needs: 'max_requests' }),
    known('--max-requests-jitter', 'other', {
      warning:
        'Hypercorn 0.16 to 0.18 set the jitter to the value of --max-requests here, whatever is given: use a configuration file',
    }),
  ],
  abilities: (version) => ({
    spread: isBefore(version, SINCE) ? undefined : 'uniform',
    memory: undefined,
  }),
  settings,
};
