/**
 * Puma. 5.6.5 has neither a number of requests nor a level of memory after which it restarts a worker; `fork_worker` forks
 * anew once, it does not recycle. The gem puma_worker_killer 0.3.1 (read in its reaper.rb, rolling_restart.rb, auto_reap.rb)
 * compares the sum of master and workers, in MiB, with ram x percent_usage every `frequency` seconds and sends TERM to the
 * largest worker; its rolling restart sends TERM to one worker after another, 60 s apart.
 */
import { rubyGem } from '../../setup/target.ts';
import { formatBytes } from '../../wording/bytes.ts';
import { formatDuration } from '../../wording/moment.ts';
import type { RecyclingPlan } from '../plan.ts';
import type { AdviceContext, AdvisedLine, AdvisedServer, ServerAdvice } from './server.ts';
import { known } from './server.ts';
import { MIB, wholeUnits } from './words.ts';

const FREQUENCY = 10;
/** Seconds between two workers of a rolling restart: puma_worker_killer's own. */
const APART = 60;

function rolling({ secondsToLevel, workers }: RecyclingPlan): AdvisedLine {
  // One round takes a minute for each worker: the next must not begin before.
  const seconds =
    secondsToLevel === undefined ? undefined : Math.max(Math.floor(secondsToLevel), workers * APART);
  return {
    text: `  config.rolling_restart_frequency = ${seconds?.toString() ?? 'false'}`,
    why:
      seconds === undefined
        ? 'no round of restarts: memory alone decides'
        : `replaces all workers, one a minute, every ${formatDuration(seconds)}, before what they keep fills the memory`,
    setting: 'config.rolling_restart_frequency',
    value: seconds,
  };
}

function lines(plan: RecyclingPlan, { memory }: AdviceContext): readonly AdvisedLine[] {
  const mebibytes = wholeUnits(memory, MIB);
  const plain = (text: string, why: string, setting = '', value?: number): AdvisedLine => ({
    text,
    why,
    setting,
    value,
  });
  return [
    plain('before_fork do', 'runs in the master, before workers are forked'),
    plain('  require "puma_worker_killer"', 'the gem of that name: Puma has no limit of its own'),
    plain('  config = PumaWorkerKiller', 'its settings'),
    plain(
      `  config.ram = ${mebibytes.toString()}`,
      `in MiB, for master and workers together: above ${formatBytes(mebibytes * MIB)} the largest worker is replaced`,
      'config.ram',
      mebibytes,
    ),
    plain('  config.percent_usage = 1.0', 'the figure above is the limit itself', 'config.percent_usage', 1),
    plain(
      `  config.frequency = ${FREQUENCY.toString()}`,
      'seconds between two looks; one worker is replaced at each',
      'config.frequency',
      FREQUENCY,
    ),
    rolling(plan),
    plain('  PumaWorkerKiller.start', 'begins to watch'),
    plain('end', 'the end of the block'),
  ];
}

function settings(plan: RecyclingPlan, context: AdviceContext): ServerAdvice {
  return {
    files: [
      {
        name: 'Gemfile',
        lines: [
          {
            text: 'gem "puma_worker_killer"',
            why: 'Puma restarts no worker by itself, neither after a number of requests nor at a level of memory',
            setting: '',
            value: undefined,
          },
        ],
      },
      { name: 'config/puma.rb', lines: lines(plan, context) },
    ],
    notes: [
      'The sum counts pages that workers share once for each of them: with preload_app! it is above what the machine really holds',
      'TERM lets a worker finish what it is serving; a new one is forked after it',
      'This needs cluster mode (workers 1 or more). fork_worker is no substitute: it forks anew once',
    ],
  };
}

/** Puma. */
export const puma: AdvisedServer = {
  name: 'puma',
  title: 'Puma',
  asks: [rubyGem('puma')],
  formats: [],
  known: [
    known('config.ram', 'memory-of-all', { also: ['PumaWorkerKiller.ram'], unit: MIB }),
    known('config.rolling_restart_frequency', 'time', {
      also: ['PumaWorkerKiller.rolling_restart_frequency', 'PumaWorkerKiller.enable_rolling_restart'],
    }),
    known('config.percent_usage', 'other'),
    known('config.frequency', 'other'),
    known('fork_worker', 'other', {
      also: ['--fork-worker'],
      warning: 'forks workers anew once; it does not restart them again and again',
    }),
  ],
  abilities: () => ({ spread: undefined, memory: 'rss-by-watcher', byTime: true }),
  settings,
};
