/** Runs in a thread of its own: ranks what it is sent. The rest of memhog goes on reading meanwhile. */
import { parentPort, workerData } from 'node:worker_threads';
import { RequestRanker } from './rank-request.ts';
import type { RankRequest, RankWishes } from './rank-request.ts';

// What Ranker sends, and nobody else.
const ranker = new RequestRanker(workerData as RankWishes);
parentPort?.on('message', (request: RankRequest) => parentPort?.postMessage(ranker.answer(request)));
