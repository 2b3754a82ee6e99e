/** The answer and what to do, in one sentence, and the answer in full beneath it. */
import type { Acknowledged, Finding, Ranking } from '../../ranking/ranking.ts';
import { formatPercent } from '../../wording/numbers.ts';
import { html, shownName } from '../html.ts';
import type { Html } from '../html.ts';

/** What to look for in what leaks, where it is no path. */
const WHERE: Readonly<Record<string, string>> = {
  '(background)': 'look at threads, timers and metrics',
  '(every request)': 'look at what all requests share: middleware, logging, instrumentation',
  '(unlogged)': 'log every request to see which ones they are',
  '(unknown)': 'let the log keep the path of every request',
  '(not found)': 'look at what paths that exist nowhere leave behind: caches keyed by path, error reports',
};

const IN_ITS_CODE = 'look for what its code keeps beyond the request';

const named = ({ endpoint }: Finding): Html => html`<span class="name">${shownName(endpoint)}</span>`;

function advice({ endpoint }: Finding): string {
  return Object.hasOwn(WHERE, endpoint) ? WHERE[endpoint]! : IN_ITS_CODE;
}

/** The headline with its lead. */
export function headline(ranking: Ranking, acknowledged: readonly Acknowledged[]): Html {
  const known = new Set(acknowledged.map(({ endpoint }) => endpoint));
  const leaks = ranking.findings.filter(({ verdict }) => verdict === 'leak');
  const fresh = leaks.filter(({ endpoint }) => !known.has(endpoint));
  const suspects = ranking.findings.filter(
    ({ verdict, endpoint }) => verdict === 'suspect' && !known.has(endpoint),
  );
  return html`<h1>${sentence(ranking, leaks, fresh, suspects)}</h1>
    <p class="lead">${ranking.answer.text}</p>`;
}

function sentence(
  { answer, metric }: Ranking,
  leaks: readonly Finding[],
  fresh: readonly Finding[],
  suspects: readonly Finding[],
): Html {
  const [first] = fresh;
  if (first) {
    const part = first.share > 0 ? ` (${formatPercent(first.share)} of all memory kept)` : '';
    return fresh.length === 1
      ? html`${named(first)} leaks${part}: ${advice(first)}.`
      : html`${fresh.length} endpoints leak. Begin with ${named(first)}${part}: ${advice(first)}.`;
  }
  if (suspects[0]) {
    const certain = leaks.length > 0 ? 'Beyond the known hogs no leak is certain' : 'No leak is certain';
    return html`${certain}, but watch ${named(suspects[0])}: let the log run on before you change code.`;
  }
  if (leaks.length > 0)
    return html`Only known hogs leak (${leaks.length === 1 ? named(leaks[0]!) : String(leaks.length)}):
    nothing new to do.`;
  if (metric === 'peak') return html`This log shows how large requests get, not what they keep.`;
  if (answer.kind === 'none') return html`No leak is visible: nothing to do.`;
  return html`It cannot be told yet which endpoint leaks: give memhog more of the log.`;
}
