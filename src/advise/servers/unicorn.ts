/**
 * Unicorn has no limit of its own. The gem unicorn-worker-killer (read in lib/unicorn/worker_killer.rb of its repository):
 * `min + rand(max - min + 1)`, both ends included, drawn once in the life of a worker; memory in bytes, read after every 16th request, `>`;
 * the worker then sends itself QUIT after the request.
 */
import { rubyGem } from '../../setup/target.ts';
import { groupDigits } from '../../wording/numbers.ts';
import type { RecyclingPlan } from '../plan.ts';
import type { AdvisedLine, AdvisedServer, ServerAdvice } from './server.ts';
import { known } from './server.ts';
import { whyMemory, whyRequests } from './words.ts';

/** Workers should not all stop at one level: they draw theirs in the last tenth below it. */
const MEMORY_SPREAD = 0.1;

function rackup(plan: RecyclingPlan): readonly AdvisedLine[] {
  const { byRequests, byMemory } = plan;
  const all: AdvisedLine[] = [
    {
      text: 'require "unicorn/worker_killer"',
      why: 'Unicorn restarts no worker by itself; before all other middleware',
      setting: '',
      value: undefined,
    },
  ];
  if (byRequests) {
    const { requests, spread } = byRequests;
    all.push({
      text: `use Unicorn::WorkerKiller::MaxRequests, ${requests.toString()}, ${(requests + spread).toString()}`,
      why: `${whyRequests(plan, byRequests)}; each worker draws its own number between the two`,
      setting: 'Unicorn::WorkerKiller::MaxRequests',
      value: requests,
    });
  }
  if (byMemory !== null) {
    const most = Math.floor(byMemory);
    const least = Math.floor(byMemory * (1 - MEMORY_SPREAD));
    all.push({
      text: `use Unicorn::WorkerKiller::Oom, ${least.toString()}, ${most.toString()}`,
      why: whyMemory(
        plan,
        `in bytes, each worker draws its own level from ${groupDigits(least)} on; looked at after every 16th request`,
      ),
      setting: 'Unicorn::WorkerKiller::Oom',
      value: least,
    });
  }
  return all;
}

function settings(plan: RecyclingPlan): ServerAdvice {
  return {
    files: [
      {
        name: 'Gemfile',
        lines: [
          {
            text: 'gem "unicorn-worker-killer"',
            why: 'the limits that Unicorn itself does not have',
            setting: '',
            value: undefined,
          },
        ],
      },
      { name: 'config.ru, first of all', lines: rackup(plan) },
    ],
    notes: [
      'The worker sends itself QUIT after the request, so no request is cut; the master forks a new one',
    ],
  };
}

/** Unicorn. */
export const unicorn: AdvisedServer = {
  name: 'unicorn',
  title: 'Unicorn',
  asks: [rubyGem('unicorn')],
  formats: [],
  known: [
    known('Unicorn::WorkerKiller::MaxRequests', 'requests'),
    known('Unicorn::WorkerKiller::Oom', 'memory'),
  ],
  abilities: () => ({ spread: 'uniform', memory: 'rss-after-request' }),
  settings,
};
