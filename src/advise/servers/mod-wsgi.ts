/**
 * mod_wsgi in daemon mode. maximum-requests, restart-interval (4.5.12, its release notes) and graceful-timeout (4.1.0, its release notes) are options of
 * WSGIDaemonProcess, found in the module of 4.9.4. Without a graceful-timeout requests still running are cut when the
 * shutdown timeout is over. memory-limit is setrlimit in bytes: allocations fail, nothing is restarted.
 */
import { pythonPackage } from '../../setup/target.ts';
import type { RecyclingPlan } from '../plan.ts';
import type { AdvisedServer, ServerAdvice } from './server.ts';
import { known } from './server.ts';
import { noneHelps, whyRequests } from './words.ts';

/** Seconds for what is running to end; more than mod_wsgi's own gives long requests a chance. */
const GRACE = 60;

function settings(plan: RecyclingPlan): ServerAdvice {
  const { byRequests, workers } = plan;
  return {
    files: [
      {
        name: "Apache's configuration",
        lines: byRequests
          ? [
              {
                text: `WSGIDaemonProcess NAME processes=${workers.toString()} maximum-requests=${byRequests.requests.toString()} graceful-timeout=${GRACE.toString()}`,
                why: `${whyRequests(plan, { requests: byRequests.requests, spread: 0 })}; what is running has ${GRACE.toString()} s to end. Keep your other options on the line`,
                setting: 'maximum-requests',
                value: byRequests.requests,
              },
            ]
          : [],
      },
    ],
    notes: [
      'mod_wsgi has no jitter: processes that started together are replaced together, apart only as their traffic is',
      'memory-limit and virtual-memory-limit make allocations fail at that many bytes; they restart nothing',
      'This is daemon mode. In embedded mode it is MaxConnectionsPerChild of Apache, which counts connections',
      ...noneHelps('mod_wsgi', plan),
    ],
  };
}

const FAILS = 'allocations fail at that many bytes (setrlimit); no process is restarted';

/** mod_wsgi, daemon mode. */
export const modWsgi: AdvisedServer = {
  name: 'mod_wsgi',
  title: 'mod_wsgi',
  asks: [
    pythonPackage('mod_wsgi'),
    // Debian's module is no Python package.
    {
      command: 'dpkg-query',
      args: ['-W', '-f', 'version ${Version}', 'libapache2-mod-wsgi-py3'],
      answer: /version (\d[\w.]*)/,
    },
  ],
  formats: [],
  known: [
    known('maximum-requests', 'requests', { also: ['--maximum-requests'] }),
    known('memory-limit', 'other', { also: ['--memory-limit'], warning: FAILS }),
    known('virtual-memory-limit', 'other', { also: ['--virtual-memory-limit'], warning: FAILS }),
  ],
  abilities: () => ({ spread: 'none', memory: undefined }),
  settings,
};
