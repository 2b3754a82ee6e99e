/**
 * Puma. 5.6.5 has neither a number of requests nor a level of memory after which it restarts a worker; `fork_worker` forks
 * anew once, it does not recycle. The gem puma_worker_killer 0.3.1 (read in its reaper.rb, rolling_restart.rb, auto_reap.rb)
 * compares the sum of master and workers, in MiB, with ram x percent_usage every `frequency` seconds and sends TERM to the
 * largest worker; its rolling restart sends TERM to one worker after another, 60 s apart.
 */
import { rubyGem } from '../../setup/target.ts';
import { formatBytes } from '../../wording/bytes.ts';
import type { RecyclingPlan } from '../plan.ts';
import type { Watch } from '../watch.ts';
import type { AdvisedLine, AdvisedServer, ServerAdvice } from './server.ts';
import { known } from './server.ts';
import { MIB, noneHelps, wholeUnits } from './words.ts';

/** Seconds between two looks: puma_worker_killer's own. */
const FREQUENCY = 10;
/** Seconds between two workers of a rolling restart, and what its first round waits for more in the mean: its own too. */
const PERCENT_USAGE = 0.99;
const APART = 60;
const SPLAY = 150;

function lines({ byMemoryOfAll, lookEvery = FREQUENCY }: RecyclingPlan): readonly AdvisedLine[] {
  if (byMemoryOfAll === undefined) return [];
  const mebibytes = wholeUnits(byMemoryOfAll, MIB);
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
      `  config.frequency = ${lookEvery.toString()}`,
      'seconds between two looks; one worker is replaced at each',
      'config.frequency',
      lookEvery,
    ),
    plain(
      '  config.rolling_restart_frequency = false',
      'no rounds by the clock: the limit alone restarts one at a time, and less often',
      'config.rolling_restart_frequency',
    ),
    plain('  PumaWorkerKiller.start', 'begins to watch'),
    plain('end', 'the end of the block'),
  ];
}

function settings(plan: RecyclingPlan): ServerAdvice {
  if (plan.byMemoryOfAll === undefined) return { files: [], notes: noneHelps('puma_worker_killer', plan) };
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
      { name: 'config/puma.rb', lines: lines(plan) },
    ],
    notes: [
      'The sum counts pages that workers share once for each of them: with preload_app! it is above what the machine really holds',
      `The master is in the sum too, and between two looks the workers grow on: a lower config.frequency looks more often`,
      'TERM lets a worker finish what it is serving; a new one is forked after it',
      'This needs cluster mode (workers 1 or more). fork_worker is no substitute: it forks anew once',
    ],
  };
}

const watchAt = (every = FREQUENCY): Watch => ({ every, of: 'all', overlap: 0 });

/** Puma. */
export const puma: AdvisedServer = {
  name: 'puma',
  title: 'Puma',
  asks: [rubyGem('puma')],
  formats: [],
  known: [
    // First: the limit holds no more than it is looked at.
    known('config.frequency', 'look', { also: ['PumaWorkerKiller.frequency'], usual: FREQUENCY }),
    known('config.ram', 'memory-of-all', { also: ['PumaWorkerKiller.ram'], unit: MIB }),
    known('config.rolling_restart_frequency', 'time', {
      also: ['PumaWorkerKiller.rolling_restart_frequency', 'PumaWorkerKiller.enable_rolling_restart'],
    }),
    known('config.percent_usage', 'other'),
    known('fork_worker', 'other', {
      also: ['--fork-worker'],
      warning: 'forks workers anew once; it does not restart them again and again',
    }),
  ],
  abilities: () => ({
    spread: undefined,
    memory: 'sum-by-watcher',
    watch: watchAt(FREQUENCY),
  }),
  watched: (valueOf) => {
    const ram = valueOf('config.ram');
    const rolling = valueOf('config.rolling_restart_frequency');
    return {
      ...(ram === undefined
        ? {}
        : {
            memory: ram * MIB * (valueOf('config.percent_usage') ?? PERCENT_USAGE),
            watch: watchAt(valueOf('config.frequency')),
          }),
      ...(rolling === undefined ? {} : { time: { seconds: rolling + SPLAY, apart: APART } }),
    };
  },
  settings,
};
