// Preloaded into the measured process: says on descriptor 3 how much memory it took at most, in KiB.
import { existsSync, readFileSync, writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/** What getrusage says holds, on Linux, what the process that started this one had by then; the kernel's own mark does not. */
function peak() {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'latin1') : '';
  return /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? String(process.resourceUsage().maxRSS);
}

if (isMainThread) process.on('exit', () => writeSync(3, peak()));
