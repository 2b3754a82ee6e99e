/**
 * Passenger. Read in the option lists of 6.0.17 (nginx, Apache, standalone): passenger_max_requests is in the open source
 * edition, passenger_memory_limit (MB) is not: `passenger_enterprise_only`. There is no jitter.
 */
import { rubyGem } from '../../setup/target.ts';
import type { RecyclingPlan } from '../plan.ts';
import type { AdvisedFile, AdvisedServer, ServerAdvice } from './server.ts';
import { known } from './server.ts';
import { MIB, noneHelps, whyRequests } from './words.ts';

/** The same setting for each way to start Passenger; `why` is said once, by the first. */
function file(name: string, text: string, plan: RecyclingPlan, why?: string): AdvisedFile {
  const { byRequests } = plan;
  if (!byRequests) return { name, lines: [] };
  const { requests } = byRequests;
  return {
    name,
    lines: [
      {
        text: text.replace('N', requests.toString()),
        why: why ?? whyRequests(plan, { requests, spread: 0 }),
        setting: 'passenger_max_requests',
        value: requests,
      },
    ],
  };
}

function settings(plan: RecyclingPlan): ServerAdvice {
  const { byMemory, byRequests } = plan;
  return {
    files: byRequests
      ? [
          file('nginx.conf', 'passenger_max_requests N;', plan),
          file(
            'or, under Apache, its virtual host',
            'PassengerMaxRequests N',
            plan,
            'the same, under Apache',
          ),
          file('or, standalone, Passengerfile.json', '{ "max_requests": N }', plan, 'the same, standalone'),
        ]
      : [],
    notes: [
      'Passenger has no jitter: processes that started together are replaced together, apart only as their traffic is',
      `passenger_memory_limit${byMemory === null ? '' : ` ${Math.floor(byMemory / MIB).toString()}`} (in MB, for each process) would restart by memory; it is in Passenger Enterprise alone`,
      ...noneHelps('open source Passenger', plan),
    ],
  };
}

/** Phusion Passenger. */
export const passenger: AdvisedServer = {
  name: 'passenger',
  title: 'Phusion Passenger',
  asks: [
    { command: 'passenger', args: ['--version'], answer: /(\d+\.[\w.]+)/ },
    { command: 'passenger-config', args: ['--version'], answer: /(\d+\.[\w.]+)/ },
    rubyGem('passenger'),
  ],
  formats: [],
  known: [
    known('passenger_max_requests', 'requests', {
      also: ['PassengerMaxRequests', '--max-requests', 'max_requests'],
    }),
    known('passenger_memory_limit', 'other', {
      also: ['PassengerMemoryLimit', '--memory-limit', 'memory_limit'],
      unit: MIB,
      warning: 'in Passenger Enterprise alone',
    }),
  ],
  abilities: () => ({ spread: 'none', memory: undefined }),
  settings,
};
