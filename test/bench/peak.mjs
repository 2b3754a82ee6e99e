// Preloaded into the measured process: says on descriptor 3 how much memory it took at most, in KiB.
import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

// Threads are preloaded with it, too.
if (isMainThread) process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)));
