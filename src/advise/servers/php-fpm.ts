/**
 * PHP-FPM: `pm.max_requests` ends a child when it has served exactly so many (fpm_main.c, tried on 8.2); there is no jitter and
 * no limit on resident memory. memory_limit is the allocator's limit for one request, whatever the process holds.
 */
import { TARGETS } from '../../setup/targets.ts';
import type { RecyclingPlan } from '../plan.ts';
import type { AdvisedServer, ServerAdvice } from './server.ts';
import { known } from './server.ts';
import { noneHelps, whyRequests } from './words.ts';

function settings(plan: RecyclingPlan): ServerAdvice {
  const { byRequests } = plan;
  return {
    files: [
      {
        name: 'pool .conf (such as /etc/php/8.2/fpm/pool.d/www.conf)',
        lines: byRequests
          ? [
              {
                text: `pm.max_requests = ${byRequests.requests.toString()}`,
                why: whyRequests(plan, { requests: byRequests.requests, spread: 0 }),
                setting: 'pm.max_requests',
                value: byRequests.requests,
              },
            ]
          : [],
      },
    ],
    notes: [
      'PHP-FPM has no jitter: children that started together are replaced together, apart only as their traffic is',
      'memory_limit stops one request that takes too much; it does not see what the process keeps from request to request',
      ...noneHelps('PHP-FPM', plan),
    ],
  };
}

/** PHP-FPM. */
export const phpFpm: AdvisedServer = {
  name: 'php-fpm',
  title: 'PHP-FPM',
  asks: TARGETS.find(({ name }) => name === 'php-fpm')?.asks ?? [],
  formats: ['php-fpm', 'php-fpm-log-format'],
  known: [
    known('pm.max_requests', 'requests'),
    known('memory_limit', 'other', {
      also: ['php_admin_value[memory_limit]', 'php_value[memory_limit]'],
      warning: 'stops one request that takes too much; it never restarts a child that keeps growing',
    }),
  ],
  abilities: () => ({ spread: 'none', memory: undefined }),
  settings,
};
