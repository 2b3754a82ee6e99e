/**
 * Celery. Read in app/defaults.py and bin/worker.py of 3.1.25, 4.0.0 and 5.7.0: lower-case names and
 * worker_max_memory_per_child came with 4.0, and the old prefix CELERYD_ still counts for both (tried on 5.7.0); there is no jitter in any of them, nor in billiard 4.3. The limit on memory is in
 * KiB and compares getrusage's peak after each task, in the prefork pool alone (billiard/pool.py).
 */
import { isBefore, pythonPackage } from '../../setup/target.ts';
import type { RecyclingPlan } from '../plan.ts';
import type { AdviceContext, AdvisedLine, AdvisedServer, ServerAdvice } from './server.ts';
import { known } from './server.ts';
import { KIB, noneHelps, whyMemory, whyRequests, wholeUnits } from './words.ts';

const LOWER_CASE_SINCE = [4, 0];

function lines(plan: RecyclingPlan, { version }: AdviceContext): readonly AdvisedLine[] {
  const isOld = isBefore(version, LOWER_CASE_SINCE);
  const all: AdvisedLine[] = [];
  if (plan.byRequests) {
    const { requests } = plan.byRequests;
    all.push({
      text: `${isOld ? 'CELERYD_MAX_TASKS_PER_CHILD' : 'worker_max_tasks_per_child'} = ${requests.toString()}`,
      why: whyRequests(plan, { requests, spread: 0 }, 'tasks'),
      setting: 'worker_max_tasks_per_child',
      value: requests,
    });
  }
  if (plan.byMemory !== null && !isOld) {
    const kibibytes = wholeUnits(plan.byMemory, KIB);
    all.push({
      text: `worker_max_memory_per_child = ${kibibytes.toString()}`,
      why: whyMemory(plan, 'in KiB, looked at after the task', 'tasks'),
      setting: 'worker_max_memory_per_child',
      value: kibibytes,
    });
  }
  return all;
}

function settings(plan: RecyclingPlan, context: AdviceContext): ServerAdvice {
  const isOld = isBefore(context.version, LOWER_CASE_SINCE);
  return {
    files: [{ name: 'celeryconfig.py', lines: lines(plan, context) }],
    notes: [
      'With Django settings under namespace "CELERY" the same names are in capitals, as CELERY_WORKER_MAX_TASKS_PER_CHILD',
      'Celery has no jitter: children that started together are replaced together, apart only as their tasks are',
      'Both settings count in the prefork pool alone; threads, gevent and solo ignore them',
      ...(isOld
        ? ['A limit on memory came with Celery 4.0', ...noneHelps('this Celery', plan, 'tasks')]
        : plan.byMemory === null
          ? []
          : [
              'The limit compares the peak since the child began, not what it holds now: one large task that gave everything back replaces it all the same',
              'A child begins with the peak of its parent: where the parent is already above the limit, each child does one task and ends',
            ]),
    ],
  };
}

/** Celery. */
export const celery: AdvisedServer = {
  name: 'celery',
  title: 'Celery',
  asks: [{ command: 'celery', args: ['--version'], answer: /^(\d[\w.]*)/m }, pythonPackage('celery')],
  formats: ['celery'],
  known: [
    known('worker_max_tasks_per_child', 'requests', {
      also: [
        'CELERY_WORKER_MAX_TASKS_PER_CHILD',
        'CELERYD_MAX_TASKS_PER_CHILD',
        '--max-tasks-per-child',
        '--maxtasksperchild',
      ],
    }),
    known('worker_max_memory_per_child', 'memory', {
      also: [
        'CELERY_WORKER_MAX_MEMORY_PER_CHILD',
        'CELERYD_MAX_MEMORY_PER_CHILD',
        '--max-memory-per-child',
        '--maxmemperchild',
      ],
      unit: KIB,
      since: LOWER_CASE_SINCE,
    }),
  ],
  abilities: (version) => ({
    spread: 'none',
    counts: 'task',
    memory: isBefore(version, LOWER_CASE_SINCE) ? undefined : 'peak-after-task',
  }),
  settings,
};
