/** The figures one looks for first: requests, workers, growth per hour, time to the limit. */
import type { Interval, Ranking } from '../../ranking/ranking.ts';
import { formatAmount, formatChange } from '../../wording/amount.ts';
import { formatDuration, formatPeriod, secondsBetween } from '../../wording/moment.ts';
import { formatCounted, groupDigits } from '../../wording/numbers.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';

interface Card {
  readonly title: string;
  readonly figure: string;
  readonly small: string;
}

/** The cards. */
export function cards(ranking: Ranking): Html {
  const all = [requestsCard(ranking), workersCard(ranking), growthCard(ranking), limitCard(ranking)];
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
  return {
    title: 'Requests',
    figure: groupDigits(coverage.requests),
    small: span.from === null ? 'the log has no times' : `${length}${formatPeriod(span.from, span.to)}`,
  };
}

function workersCard({ workers }: Ranking): Card {
  const lives = formatCounted(workers.lives, 'life', 'lives');
  return {
    title: 'Workers',
    figure: groupDigits(workers.count),
    small: workers.lives > workers.count ? `in ${lives}: some were started anew` : 'none was started anew',
  };
}

function growthCard(ranking: Ranking): Card {
  const { perHour, perRequest, perWorker } = ranking.growth;
  const between = ({ low, high }: Interval): string =>
    `${formatChange(low, ranking)} to ${formatChange(high, ranking)} (90 %)`;
  if (perHour)
    return {
      title: 'Growth per hour',
      figure: formatChange(perHour.estimate, ranking),
      small: `of each worker after its warm-up, ${between(perHour)}`,
    };
  if (perRequest)
    return {
      title: 'Growth per 1,000 requests',
      figure: formatChange(1000 * perRequest.estimate, ranking),
      small: 'of each worker after its warm-up; the log is too short to say how much an hour',
    };
  return {
    title: 'Growth',
    figure: formatChange(perWorker, ranking),
    small: 'of each worker after its warm-up',
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
