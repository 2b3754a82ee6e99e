/**
 * Granian. Read in cli.py of 1.2.3 to 2.8.7: --workers-lifetime (seconds, 60 at least) is in 1.6.4 and not in 1.5.2,
 * --workers-max-rss (MiB) and --rss-sample-interval are in 2.5.0 and not in 2.4.2, --rss-samples in 2.6.0 and not in 2.5.7. The
 * parent looks at the workers every 30 s and starts the new one 3.5 s before it stops the old, one after another (server/common.py
 * and mp.py of 2.8.7). There is no
 * limit on requests.
 */
import { isBefore, pythonPackage } from '../../setup/target.ts';
import { formatDuration } from '../../wording/moment.ts';
import type { RecyclingPlan } from '../plan.ts';
import type { Watch } from '../watch.ts';
import type { AdviceContext, AdvisedLine, AdvisedServer, ServerAdvice } from './server.ts';
import { known } from './server.ts';
import { MIB, noneHelps, whyMemory, wholeUnits } from './words.ts';

const LIFETIME_SINCE = [1, 6];
const MAX_RSS_SINCE = [2, 5];
const LEAST_LIFETIME = 60;
/** Granian's own: seconds between two looks, and between the start of a new worker and the end of the old, one after another. */
const SAMPLE_INTERVAL = 30;
const RESPAWN_INTERVAL = 3.5;

function lines(plan: RecyclingPlan, { version }: AdviceContext): readonly AdvisedLine[] {
  const { byMemory, secondsToLevel, lookEvery } = plan;
  if (byMemory !== null && !isBefore(version, MAX_RSS_SINCE)) {
    const mebibytes = wholeUnits(byMemory, MIB);
    const late = version === undefined ? ', from Granian 2.5 on' : '';
    return [
      {
        text: `--workers-max-rss ${mebibytes.toString()}`,
        why: whyMemory(plan, `in MiB, looked at every ${(lookEvery ?? SAMPLE_INTERVAL).toString()} s${late}`),
        setting: '--workers-max-rss',
        value: mebibytes,
      },
      ...lookLines(lookEvery),
    ];
  }
  if (secondsToLevel === undefined || isBefore(version, LIFETIME_SINCE)) return [];
  const seconds = Math.max(LEAST_LIFETIME, Math.floor(secondsToLevel));
  return [
    {
      text: `--workers-lifetime ${seconds.toString()}`,
      why: `in seconds: a new worker every ${formatDuration(seconds)}, before what it keeps fills the memory`,
      setting: '--workers-lifetime',
      value: seconds,
    },
  ];
}

function lookLines(seconds: number | undefined): readonly AdvisedLine[] {
  if (seconds === undefined) return [];
  return [
    {
      text: `--rss-sample-interval ${seconds.toString()}`,
      why: `in seconds: in the ${SAMPLE_INTERVAL.toString()} s between two looks that are Granian's own a worker would grow too far`,
      setting: '--rss-sample-interval',
      value: seconds,
    },
  ];
}

function settings(plan: RecyclingPlan, context: AdviceContext): ServerAdvice {
  const { version } = context;
  return {
    files: [{ name: 'command line', lines: lines(plan, context) }],
    notes: [
      'Granian has no limit on requests',
      'It starts the new worker before it stops the old one, one after another: room for one worker more is reckoned with',
      ...(isBefore(version, LIFETIME_SINCE)
        ? [
            '--workers-lifetime came with Granian 1.6 and --workers-max-rss with 2.5: this one restarts no worker by itself; upgrade',
          ]
        : isBefore(version, MAX_RSS_SINCE)
          ? ['--workers-max-rss came with Granian 2.5: this one can only restart by time']
          : [
              'Between two looks a worker may grow further: a lower --rss-sample-interval looks more often',
              ...(plan.byMemory === null ? noneHelps('Granian', plan) : []),
            ]),
    ],
  };
}

const watchAt = (every: number): Watch => ({ every, of: 'each', overlap: RESPAWN_INTERVAL });

/** Granian. */
export const granian: AdvisedServer = {
  name: 'granian',
  title: 'Granian',
  asks: [{ command: 'granian', args: ['--version'], answer: /(\d+\.[\w.]+)/ }, pythonPackage('granian')],
  formats: [],
  known: [
    known('--workers-max-rss', 'memory', {
      also: ['workers_max_rss', 'GRANIAN_WORKERS_MAX_RSS'],
      unit: MIB,
      since: MAX_RSS_SINCE,
    }),
    known('--workers-lifetime', 'time', {
      also: ['workers_lifetime', 'GRANIAN_WORKERS_LIFETIME'],
      since: LIFETIME_SINCE,
    }),
    known('--rss-sample-interval', 'look', {
      usual: SAMPLE_INTERVAL,
      also: ['rss_sample_interval', 'GRANIAN_RSS_SAMPLE_INTERVAL'],
      since: MAX_RSS_SINCE,
    }),
  ],
  abilities: (version) => ({
    spread: undefined,
    memory: isBefore(version, MAX_RSS_SINCE) ? undefined : 'rss-by-watcher',
    watch: watchAt(SAMPLE_INTERVAL),
    ...(isBefore(version, LIFETIME_SINCE) ? {} : { byTime: LEAST_LIFETIME }),
  }),
  watched: (valueOf) => {
    const seconds = valueOf('--workers-lifetime');
    return {
      watch: watchAt(valueOf('--rss-sample-interval') ?? SAMPLE_INTERVAL),
      ...(seconds === undefined ? {} : { time: { seconds } }),
    };
  },
  settings,
};
