/** How to read the page. */
import type { Verdict } from '../../ranking/ranking.ts';
import { definitions } from '../definitions.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { PageKind } from '../page-kind.ts';
import { verdictBadge } from './verdict.ts';

type Words = readonly (readonly [Verdict, string])[];

const OF_LEAKS: Words = [
  ['leak', 'keeps growing with its calls and does not come back'],
  ['suspect', 'may leak, but the log leaves another explanation open'],
  ['plateau', 'grew and levelled off, as a cache does that has filled'],
  ['warm-up', 'took memory early in the life of each worker, and not since'],
  ['bloat', 'single calls need much memory and give it back'],
  ['steady', 'nothing says that it keeps memory'],
  ['unknown', 'the log says too little for a verdict'],
];

const OF_PEAKS: Words = [
  ['bloat', 'its requests need much more than those of other endpoints: they set how large a worker gets'],
  ['steady', 'its requests need no more than is usual here'],
  ['unknown', 'too few calls to say'],
];

/** The section. */
export function guideSection(kind: PageKind): Html {
  return html`<section id="guide" aria-labelledby="guide-title">
    <h2 id="guide-title">How to read this</h2>
    ${kind === 'peaks' ? peaksGuide() : leaksGuide()}
  </section>`;
}

function verdicts(words: Words): Html {
  return definitions(
    'words',
    words.map(([verdict, text]) => [verdictBadge(verdict), text]),
  );
}

function leaksGuide(): Html {
  return html`<p>
      memhog reads what the server logs with each request: how much memory the worker had. The request that
      happens to move that figure is rarely the one that keeps memory, since an allocator hands out what lies
      free before it asks for more. So memhog compares how the <b>floor</b> of all workers rises with how
      often each endpoint is called, and blames what explains the rise.
    </p>
    ${verdicts(OF_LEAKS)}
    <p>
      <b>Leak per call</b> is what one call keeps on average; the true figure lies within the interval in nine
      logs of ten. <b>Kept</b> is that times the calls, in all workers together. <b>Share</b> is its part of
      all that the workers kept, warm-up included, so shares may sum to less than one. <b>Chance</b> is the
      probability that the endpoint leaks at all.
    </p>
    <p>A restart brings all of it back, for a time: recycling keeps a site up, and mends nothing.</p>`;
}

function peaksGuide(): Html {
  return html`<p>
      A <b>peak</b> is the most memory that one request had, counted anew from nothing with each. So peaks
      rank which endpoints are large in passing (bloat), and with that how large a worker must be able to get.
      They never tell of leaks: what a worker keeps from one request to the next is not in them.
    </p>
    ${verdicts(OF_PEAKS)}
    <p>
      <b>Typical</b> is what half of the calls reach, <b>1 in 100</b> what one call in a hundred does,
      <b>largest</b> the greatest of all. The first two are known to about half of their size and never said
      too large.
    </p>
    <p>
      To see leaks, let the log carry what the worker itself has: its resident memory after each request
      (<code>VmRSS</code> in <code>/proc/self/status</code>). <code>memhog setup</code> shows how for your
      server.
    </p>`;
}
