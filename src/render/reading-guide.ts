/** How to read what `explain` shows, for each verdict and for the endpoints that are no path. */
import type { Finding, Verdict } from '../ranking/ranking.ts';

const VERDICTS: Record<Verdict, string> = {
  leak: 'It keeps growing with its calls and does not come back. Look at what the code behind it stores beyond the request: module-level collections, caches without a limit, registered callbacks.',
  suspect:
    'It may leak, but the log leaves another explanation open. A longer log, or traffic in which it is called at other times than its neighbours, decides.',
  plateau:
    'It grew and levelled off, as a cache does that has filled. It costs this much in each worker, and no more.',
  'warm-up':
    'What it took, it took early in the life of each worker: imports, pools, first use. A restart brings it back; traffic does not add to it.',
  bloat:
    'Single calls need much memory and give it back. It does not leak, but it sets how large a worker gets.',
  steady:
    'Nothing in this log says that it keeps memory. The most it could keep per call without being seen is given above.',
  unknown: 'The log says too little about it for a verdict. That is no sign of guilt, nor of innocence.',
};

const SPECIAL: Readonly<Record<string, string>> = {
  '(unknown)':
    'These are lines whose path was lost but whose memory reading was not. What moved on them is kept apart here, so that it is charged to no one else.',
  '(unlogged)':
    'Requests that the log does not show: a worker’s request counter jumped, and memory moved in between. Log every request to see which they were.',
  '(not found)': 'Paths that no route answers (404, 405, 410), taken together.',
  '(background)': 'Memory that grew with time and not with requests: threads, timers, metrics.',
  '(every request)':
    'Memory that grew with all requests alike: middleware, logging, instrumentation, the server itself.',
};

/** For a log of peaks, whatever the verdict: none of it is about leaks. */
const PEAKS =
  'A peak is the most that one request took, counted from nothing. Large ones set how large a worker gets; whether a worker keeps memory from request to request, peaks do not show.';

/** What spans of the floor prove, and what they do not. */
export const ABOUT_SPANS =
  'The floor is the lowest level a worker still returns to later. Other endpoints were called in the same stretches: the leak per call is what is left for this one after theirs.';

/** The same of single requests. */
export const ABOUT_REQUESTS =
  'Memory moved during the single requests shown, but a large step alone proves nothing, for much of it comes back. What counts is what stays: the floor.';

/** Sentences that say what the figures mean. */
export function readingGuide({ verdict, endpoint, evidence, peak }: Finding): readonly string[] {
  if (peak) return [PEAKS];
  const special = Object.hasOwn(SPECIAL, endpoint) ? SPECIAL[endpoint] : undefined;
  const spans = evidence.some(({ kind }) => kind === 'span');
  const requests = evidence.some(({ kind }) => kind === 'request');
  return [
    special ?? '',
    VERDICTS[verdict],
    spans ? ABOUT_SPANS : '',
    requests ? `${ABOUT_REQUESTS} FILE:N is where the line starts, in bytes of the unpacked file.` : '',
  ].filter((text) => text !== '');
}
