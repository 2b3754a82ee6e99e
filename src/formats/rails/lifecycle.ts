/**
 * What the servers of Ruby applications say of their workers. Texts: puma lib/puma/cluster.rb and launcher.rb,
 * puma_worker_killer lib/puma_worker_killer/puma_memory.rb and reaper.rb, unicorn lib/unicorn/http_server.rb,
 * unicorn-worker-killer lib/unicorn/worker_killer.rb, Passenger src/agent/Core/ApplicationPool.
 */
import { ascii } from '../../scan/bytes.ts';
import type { Saying } from '../sayings.ts';

/** After `[1234] `, the pid of Puma's master. */
export const PUMA: readonly Saying[] = [
  { pattern: /^- Worker \d{1,6} \(PID: (\d{1,10})\) booted/, kind: 'start', what: 'spawned' },
  { pattern: /^- Worker \d{1,6} \(PID: (\d{1,10})\) terminating/, kind: 'end', what: 'stopped' },
  { pattern: /^- Stopping (\d{1,10}) for phased upgrade/, kind: 'note', what: 'stopped' },
  {
    pattern: /^! Terminating timed out worker(?: \([^)]{0,120}\))?: (\d{1,10})/,
    kind: 'end',
    what: 'killed',
  },
  { pattern: /^Puma starting in /, kind: 'instance', what: 'started' },
  { pattern: /^\* Restarting\.\.\./, kind: 'instance', what: 'started' },
];
export const PUMA_BEGINNINGS = [
  '- Worker ',
  '- Stopping ',
  '! Terminating ',
  'Puma starting',
  '* Restarting...',
].map(ascii);

/** Wherever the message begins. */
export const OTHERS: readonly Saying[] = [
  {
    pattern: /^PumaWorkerKiller: Out of memory\. .{0,120} Sending TERM to pid (\d{1,10})\b/,
    kind: 'note',
    what: 'memory-limit',
  },
  {
    pattern: /^#<Unicorn::HttpServer:0x\w{1,16}>: worker \(pid: (\d{1,10})\) exceeds memory limit/,
    kind: 'note',
    what: 'memory-limit',
  },
  {
    pattern: /^#<Unicorn::HttpServer:0x\w{1,16}>: worker \(pid: (\d{1,10})\) exceeds max number of requests/,
    kind: 'note',
    what: 'recycled',
  },
  { pattern: /^worker=\d{1,6} spawned pid=(\d{1,10})$/, kind: 'start', what: 'spawned' },
  { pattern: /^reaped #<Process::Status: pid (\d{1,10}) SIGKILL/, kind: 'end', what: 'killed' },
  { pattern: /^reaped #<Process::Status: pid (\d{1,10})[ ,]/, kind: 'end', what: 'stopped' },
  { pattern: /^worker=\d{1,6} PID:(\d{1,10}) timeout \(/, kind: 'note', what: 'killed' },
  {
    pattern: /^Process \(pid=(\d{1,10}), group=.{0,200}\) no longer exists! Detaching it from the pool/,
    kind: 'end',
    what: 'killed',
  },
];
export const OTHER_BEGINNINGS = [
  'PumaWorkerKiller: ',
  '#<Unicorn::',
  'worker=',
  'reaped #<',
  'Process (pid=',
].map(ascii);
