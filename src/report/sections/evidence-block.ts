/** The evidence of one endpoint: where and when, what happened, and what that proves. */
import type { Evidence, Finding, Ranking } from '../../ranking/ranking.ts';
import { ABOUT_REQUESTS, ABOUT_SPANS } from '../../render/reading-guide.ts';
import { formatAmount, formatChange } from '../../wording/amount.ts';
import { formatMoment, formatPeriod } from '../../wording/moment.ts';
import { formatCounted } from '../../wording/numbers.ts';
import { html, NOTHING, shownName } from '../html.ts';
import type { Html } from '../html.ts';

/** The block; nothing where there is no evidence and no path to show. */
export function evidenceBlock(finding: Finding, ranking: Ranking): Html {
  const { evidence, paths, peak } = finding;
  if (evidence.length === 0 && paths === undefined) return NOTHING;
  const spans = evidence.filter(({ kind }) => kind === 'span');
  const requests = evidence.filter(({ kind }) => kind === 'request');
  return html`<div class="evidence">
    ${list(
      'Where the floor rose while it was called',
      ABOUT_SPANS,
      spans.map((span) => spanItem(span, finding, ranking)),
    )}
    ${
      peak
        ? list(
            'Its largest requests',
            '',
            requests.map((request) => item(request, formatAmount(request.after, ranking))),
          )
        : list(
            'Single requests with the largest steps',
            ABOUT_REQUESTS,
            requests.map((request) => item(request, moved(request, ranking))),
          )
    }
    ${paths === undefined ? NOTHING : pathList(paths)}
  </div>`;
}

function list(title: string, about: string, items: readonly Html[]): Html {
  if (items.length === 0) return NOTHING;
  return html`<div>
    <h4>${title}</h4>
    <ol>
      ${items}
    </ol>
    ${about === '' ? NOTHING : html`<p class="note">${about}</p>`}
  </div>`;
}

function moved({ before, after }: Evidence, ranking: Ranking): string {
  const change = `${formatAmount(before, ranking)} → ${formatAmount(after, ranking)}`;
  return `${change} (${formatChange(after - before, ranking)})`;
}

/** What of the rise is this endpoint's own: the rise divided by its calls would charge it with that of all others. */
function spanItem(span: Evidence, { leakPerCall: { estimate } }: Finding, ranking: Ranking): Html {
  const own = Math.min(estimate * span.calls, Math.max(0, span.after - span.before));
  const part = `of which about ${formatAmount(own, ranking)} by its ${formatCounted(span.calls, 'call')}`;
  return item(span, `${moved(span, ranking)}, ${part}`);
}

function item({ kind, worker, from, to, source, offset }: Evidence, what: string): Html {
  const when = kind === 'span' ? formatPeriod(from, to) : formatMoment(from);
  return html`<li>
    <span class="quiet">${shownName(worker)}, ${when}</span
    ><br />${what}${source === undefined ? NOTHING : place(source, offset)}
  </li>`;
}

/** The name of the file and the byte where the line begins; the whole path is there for who asks. */
function place(source: string, offset: number | undefined): Html {
  const name = source.split(/[/\\]/).findLast((part) => part !== '') ?? source;
  return html`, <span title="${source}">${shownName(name)}${offset === undefined ? '' : `:${offset}`}</span>`;
}

function pathList(paths: readonly string[]): Html {
  return html`<div>
    <h4>Paths it stands for</h4>
    <ul>
      ${paths.map((path) => html`<li class="name">${shownName(path)}</li>`)}
    </ul>
  </div>`;
}
