/** The answer and what to do, in one sentence, and beneath it what that sentence leaves out. */
import { formatAmount, formatUnitRange } from '../../wording/amount.ts';
import { formatCounted, formatPercent } from '../../wording/numbers.ts';
import type { Acknowledged, Finding, Ranking } from '../../ranking/ranking.ts';
import { html, NOTHING, shownName } from '../html.ts';
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

/** Its calls are seconds. */
const BY_THE_HOUR = '(background)';

const named = ({ endpoint }: Finding): Html => html`<span class="name">${shownName(endpoint)}</span>`;

function advice({ endpoint }: Finding): string {
  return Object.hasOwn(WHERE, endpoint) ? WHERE[endpoint]! : IN_ITS_CODE;
}

interface Accused {
  /** Certain and not known before, certain and known, and those that may leak. */
  readonly fresh: readonly Finding[];
  readonly known: readonly Finding[];
  readonly suspects: readonly Finding[];
}

/** The headline with its lead. */
export function headline(ranking: Ranking, acknowledged: readonly Acknowledged[]): Html {
  const names = new Set(acknowledged.map(({ endpoint }) => endpoint));
  const leaks = ranking.findings.filter(({ verdict }) => verdict === 'leak');
  const accused: Accused = {
    fresh: leaks.filter(({ endpoint }) => !names.has(endpoint)),
    known: leaks.filter(({ endpoint }) => names.has(endpoint)),
    suspects: ranking.findings.filter(
      ({ verdict, endpoint }) => verdict === 'suspect' && !names.has(endpoint),
    ),
  };
  return html`<h1>${sentence(ranking, accused)}</h1>
    <p class="lead">${lead(ranking, accused)}</p>`;
}

function sentence({ answer, metric, findings }: Ranking, { fresh, known, suspects }: Accused): Html {
  const [first] = fresh;
  if (first) {
    const part = first.share > 0 ? ` (${formatPercent(first.share)} of all memory kept)` : '';
    return fresh.length === 1
      ? html`${named(first)} leaks${part}: ${advice(first)}.`
      : html`${fresh.length} endpoints leak. Begin with ${named(first)}${part}: ${advice(first)}.`;
  }
  if (suspects[0]) {
    const certain = known.length > 0 ? 'Beyond the known hogs no leak is certain' : 'No leak is certain';
    return html`${certain}, but watch ${named(suspects[0])}: let the log run on before you change code.`;
  }
  if (known.length > 0)
    return html`Only known hogs leak (${known.length === 1 ? named(known[0]!) : String(known.length)}):
    nothing new to do.`;
  if (findings.length === 0) return html`Nothing is left to rank.`;
  if (metric === 'peak') return html`This log shows how large requests get, not what they keep.`;
  if (answer.kind === 'none')
    return html`${answer.text.startsWith(CALM) ? 'No leak is visible' : 'Nothing shown here leaks'}: nothing
    to do.`;
  return html`It cannot be told yet which endpoint leaks: give memhog more of the log.`;
}

/** How the answer begins where the headline says the same. */
const CALM = 'No leak visible: ';
const SAID = /^(?:No leak visible|Cannot tell(?: of leaks)?|Nothing is left to rank): /;

/** What the headline leaves out: how much each keeps, the others, and how much of the growth that explains. */
function lead(ranking: Ranking, { fresh, known, suspects }: Accused): Html {
  const [first = suspects[0], ...others] = fresh;
  if (!first) {
    if (ranking.answer.text.startsWith(CALM)) return calm(ranking);
    const rest = ranking.answer.text.replace(SAID, '');
    return html`${rest.charAt(0).toUpperCase() + rest.slice(1)}`;
  }
  const more = fresh.length > 0 ? suspects : suspects.slice(1);
  return html`${own(first, ranking)}${listed(others.length === 1 ? 'The other' : 'The others', others, ranking)}${listed(fresh.length > 0 ? 'Suspect' : 'Suspect too', more, ranking)}${listed('Known', known, ranking)}${explained(ranking)}`;
}

/** How little it was, and whether it was growth at all. */
function calm({ growth: { perWorker, perHour, perRequest }, metric, ...ranking }: Ranking): Html {
  const rate = perHour ?? perRequest;
  const chance = !rate || rate.low <= 0 ? ', which need not be growth' : '';
  return html`After its warm-up the mean worker gained
  ${formatAmount(Math.max(0, perWorker), { ...ranking, metric })} of ${metric.toUpperCase()}${chance}: too
  little to call it a leak.`;
}

function own({ endpoint, leakPerCall, kept }: Finding, ranking: Ranking): Html {
  const over = `${formatAmount(kept.estimate, ranking)} over the log, in all workers together.`;
  if (endpoint === BY_THE_HOUR)
    return html`It keeps about ${pace(leakPerCall.estimate, endpoint, ranking)}: ${over}`;
  const range = formatUnitRange(leakPerCall, ranking);
  return html`Each call keeps about ${formatAmount(leakPerCall.estimate, ranking)} (${range}): ${over}`;
}

function pace(estimate: number, endpoint: string, ranking: Ranking): string {
  return endpoint === BY_THE_HOUR
    ? `${formatAmount(3600 * estimate, ranking)} an hour`
    : `${formatAmount(estimate, ranking)} per call`;
}

/** Endpoints named one by one. */
const NAMED = 5;

function listed(title: string, findings: readonly Finding[], ranking: Ranking): Html {
  if (findings.length === 0) return NOTHING;
  const items = findings
    .slice(0, NAMED)
    .map(
      (finding, i) =>
        html`${i === 0 ? '' : ', '}${named(finding)}
        (${pace(finding.leakPerCall.estimate, finding.endpoint, ranking)})`,
    );
  const more = findings.length - NAMED;
  return html` ${title}: ${items}${more > 0 ? ` and ${formatCounted(more, 'more', 'more')}` : ''}.`;
}

function explained({ growth: { perWorker, attributed }, ...ranking }: Ranking): Html {
  if (perWorker <= 0 || attributed <= 0) return NOTHING;
  const part = formatPercent(Math.min(1, attributed / perWorker));
  return html` A worker grew by ${formatAmount(perWorker, ranking)} after its warm-up; all that is blamed
  explains ${part} of it.`;
}
