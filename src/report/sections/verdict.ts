/** A verdict and what the team knows of it, as small labels. */
import type { Acknowledged, Verdict } from '../../ranking/ranking.ts';
import { html, NOTHING } from '../html.ts';
import type { Html } from '../html.ts';

const TONES: Partial<Record<Verdict, string>> = { leak: 'leak', suspect: 'suspect', steady: 'fine' };

/** The verdict as a small label. */
export function verdictBadge(verdict: Verdict): Html {
  return html`<span class="badge ${TONES[verdict] ?? 'plain'}">${verdict}</span>`;
}

/** That a row is a known hog; nothing for others. */
export function knownBadge(endpoint: string, acknowledged: readonly Acknowledged[]): Html {
  const known = acknowledged.find((one) => one.endpoint === endpoint);
  if (!known) return NOTHING;
  const until = known.until === '' ? '' : ` until ${known.until}`;
  return html` <span class="badge known">known${until}${known.note === '' ? '' : `: ${known.note}`}</span>`;
}
