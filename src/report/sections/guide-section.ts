/** How to read the page. */
import type { Verdict } from '../../ranking/ranking.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { verdictBadge } from './ranking-section.ts';

const VERDICTS: readonly (readonly [Verdict, string])[] = [
  ['leak', 'keeps growing with its calls and does not come back'],
  ['suspect', 'may leak, but the log leaves another explanation open'],
  ['plateau', 'grew and levelled off, as a cache does that has filled'],
  ['warm-up', 'took memory early in the life of each worker, and not since'],
  ['bloat', 'single calls need much memory and give it back'],
  ['steady', 'nothing says that it keeps memory'],
  ['unknown', 'the log says too little for a verdict'],
];

/** The section. */
export function guideSection(): Html {
  return html`<section id="guide" aria-labelledby="guide-title">
    <h2 id="guide-title">How to read this</h2>
    <p>
      memhog reads what the server logs with each request: how much memory the worker had. The request that
      happens to move that figure is rarely the one that keeps memory, since an allocator hands out what lies
      free before it asks for more. So memhog compares how the <b>floor</b> of all workers rises with how
      often each endpoint is called, and blames what explains the rise.
    </p>
    <dl class="words">
      ${VERDICTS.map(
        ([verdict, text]) =>
          html`<div>
            <dt>${verdictBadge(verdict)}</dt>
            <dd>${text}</dd>
          </div> `,
      )}
    </dl>
    <p>
      <b>Leak per call</b> is what one call keeps on average; the true figure lies within the interval in nine
      logs of ten. <b>Kept</b> is that times the calls, in all workers together. <b>Share</b> is its part of
      all that the workers kept, warm-up included, so shares may sum to less than one. <b>Chance</b> is the
      probability that the endpoint leaks at all.
    </p>
    <p>A restart brings all of it back, for a time: recycling keeps a site up, and mends nothing.</p>
  </section>`;
}
