/** The figures one looks for first: requests, workers, growth per hour, time to the limit; for peaks, the largest of them. */
import type { Interval, Ranking } from '../../ranking/ranking.ts';
import { formatAmount, formatChange } from '../../wording/amount.ts';
import { formatDuration, formatMoment, formatPeriod, secondsBetween } from '../../wording/moment.ts';
import { formatCounted, groupDigits } from '../../wording/numbers.ts';
import { html, shownName } from '../html.ts';
import type { Html } from '../html.ts';
import { pageKind } from '../page-kind.ts';
import type { PageModel } from '../page-model.ts';

interface Card {
  readonly title: string;
  readonly figure: string;
  readonly small: string;
}

/** The cards. */
export function cards({ input: { ranking }, restarts }: Pick<PageModel, 'input' | 'restarts'>): Html {
  const first = [requestsCard(ranking), workersCard(ranking, restarts)];
  const all =
    pageKind(ranking) === 'peaks'
      ? [...first, largestCard(ranking), NO_LEAKS]
      : [...first, growthCard(ranking), limitCard(ranking)];
  return html`<dl class="cards">
    ${all.map(
      ({ title, figure, small }) =>
        html`<div>
          <dt>${title}</dt>
          <dd class="figure">${figure}</dd>
          <dd class="small">${small}</dd>
        </div> `,
    )}
  </dl>`;
}

function requestsCard({ coverage, span }: Ranking): Card {
  const seconds = secondsBetween(span.from, span.to);
  const length = seconds === null ? '' : `${formatDuration(seconds)}: `;
  const when =
    span.from === null
      ? 'the log has no times'
      : seconds === 0
        ? `all within one second, ${formatMoment(span.from)}`
        : `${length}${formatPeriod(span.from, span.to)}`;
  return { title: 'Requests', figure: groupDigits(coverage.requests), small: when };
}

/** Ways to end that are told one by one. */
const WAYS = 3;

function workersCard({ workers }: Ranking, restarts: number): Card {
  const ends = new Map<string, number>();
  for (const { ended } of workers.summaries) if (ended !== '') ends.set(ended, (ends.get(ended) ?? 0) + 1);
  const told = [...ends]
    .sort((a, b) => b[1] - a[1])
    .slice(0, WAYS)
    .map(([how, count]) => `${groupDigits(count)} ended: ${how}`);
  const anew =
    restarts > 0
      ? `${formatCounted(restarts, 'was', 'were')} started anew during the log`
      : 'none was started anew';
  const lives = workers.lives > workers.count ? [formatCounted(workers.lives, 'life', 'lives')] : [];
  return {
    title: 'Workers',
    figure: groupDigits(workers.count),
    small: [...lives, anew, ...told].join('; '),
  };
}

function growthCard(ranking: Ranking): Card {
  const { perHour, perRequest, perWorker } = ranking.growth;
  const kind = pageKind(ranking);
  if (kind === 'unmeasured')
    return {
      title: 'Growth',
      figure: 'not known',
      small: 'the log is too short to follow a worker after its warm-up',
    };
  if (perHour) return rateCard('Growth per hour', 'an hour', perHour, ranking);
  if (perRequest)
    return rateCard('Growth per 1,000 requests', 'per 1,000 requests', thousandfold(perRequest), ranking);
  return {
    title: 'Growth',
    figure: formatChange(perWorker, ranking),
    small: 'of the mean worker after its warm-up; how sure that is cannot be said',
  };
}

function thousandfold({ estimate, low, high }: Interval): Interval {
  return { estimate: 1000 * estimate, low: 1000 * low, high: 1000 * high };
}

/** A rate of which it is not even known whether it is growth is not stated as one. */
function rateCard(title: string, per: string, { estimate, low, high }: Interval, ranking: Ranking): Card {
  const range = `${formatChange(low, ranking)} to ${formatChange(high, ranking)}`;
  return low <= 0 && high >= 0
    ? {
        title: 'Growth',
        figure: 'not certain',
        small: `${range} ${per} (90 %), which holds zero; of each worker after its warm-up`,
      }
    : {
        title,
        figure: formatChange(estimate, ranking),
        small: `of each worker after its warm-up, ${range} (90 %)`,
      };
}

function limitCard(ranking: Ranking): Card {
  const { limit } = ranking;
  if (!limit)
    return { title: 'Time to limit', figure: '–', small: 'no limit was given: --limit 512M says when' };
  const level = formatAmount(limit.level, ranking);
  const title = `Time to ${level}`;
  const [soonest] = limit.workers
    .flatMap(({ worker, hours }) => (hours ? [{ worker, hours }] : []))
    .sort((a, b) => a.hours.estimate - b.hours.estimate);
  if (soonest) {
    const { estimate, low, high } = soonest.hours;
    const show = (hours: number): string => formatDuration(3600 * hours);
    return estimate === 0
      ? { title, figure: 'now', small: `${soonest.worker} is above it` }
      : {
          title,
          figure: show(estimate),
          small: `${soonest.worker} first; ${show(low)} to ${high === null ? 'never' : show(high)} (90 %)`,
        };
  }
  const requests = limit.workers.flatMap((one) => (one.requests ? [one.requests.estimate] : []));
  return requests.length === 0
    ? { title, figure: 'never', small: 'nothing says that a worker will reach it' }
    : {
        title,
        figure: `${groupDigits(Math.min(...requests))} requests`,
        small: 'of the worker that is first',
      };
}

function largestCard(ranking: Ranking): Card {
  const [top] = ranking.findings
    .flatMap(({ peak, endpoint }) => (peak ? [{ endpoint, max: peak.max }] : []))
    .sort((a, b) => b.max - a.max);
  return top
    ? { title: 'Largest request', figure: formatAmount(top.max, ranking), small: shownName(top.endpoint) }
    : { title: 'Largest request', figure: 'not known', small: 'no request has a peak' };
}

const NO_LEAKS: Card = {
  title: 'Leaks',
  figure: 'not known',
  small: 'a peak is counted anew with each request: it cannot show what is kept',
};
