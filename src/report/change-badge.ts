/** What became of an endpoint, as a small label. */
import type { Comparison } from '../ranking/comparison.ts';
import { html, NOTHING, trusted } from './html.ts';
import type { Html } from './html.ts';

/** The change as a word with its colour; a known hog is said to be one. */
export function changeBadge({ change, sure }: Pick<Comparison, 'change' | 'sure'>, isKnown: boolean): Html {
  const isWorse = change === 'new' || change === 'worse';
  const isFine = change === 'better' || change === 'gone';
  const tone = isKnown ? '' : !sure && isWorse ? 'suspect' : isWorse ? 'leak' : isFine ? 'fine' : '';
  const word = change === 'new' && !sure ? 'new?' : change;
  return html`<span class="badge ${trusted(tone)}">${word}</span>${
      isKnown ? html` <span class="badge">known</span>` : NOTHING
    }`;
}
