/** When workers should restart so that the memory lasts. */
import type { WholeAdvice } from '../../advise/whole-advice.ts';
import type { AdvisedFile } from '../../advise/servers/server.ts';
import { basisOf } from '../../render/advice/advice-basis.ts';
import { outcomeNotes, outcomesOf } from '../../render/advice/advice-rows.ts';
import {
  checkTitle,
  comparedText,
  JUDGED,
  lineName,
  pasteOf,
  placeOf,
  remarksOf,
} from '../../render/advice/advice-words.ts';
import { compileChart, drawChart } from '../charts/draw.ts';
import { ADVICE_LINES, memoryAdviceChart, memoryAdviceRows } from '../charts/memory-advice.ts';
import { definitions } from '../definitions.ts';
import { html, NOTHING, trusted } from '../html.ts';
import type { Html } from '../html.ts';
import { chartBox } from './chart-box.ts';
import type { Drawings } from './chart-box.ts';

/** Pixels of the chart across a phone, a tablet and a desk, as of all charts of a page. */
const WIDTHS = { narrow: 336, middle: 700, wide: 1000 };

/** The section; nothing without advice, or with one that has nothing to paste and answers no question. */
export async function adviceSection(advice: WholeAdvice | undefined): Promise<Html> {
  if (!advice) return NOTHING;
  if (advice.settings.files.length === 0 && !advice.whatIf && !advice.check) return NOTHING;
  const drawings = advice.chart ? await drawn(advice.chart) : undefined;
  return html`<section id="advice" aria-labelledby="advice-title">
    <h2 id="advice-title">Recycling advice</h2>
    <p class="lead">${advice.answer.text}</p>
    ${advice.settings.files.map((file) => pasteBlock(file, advice))} ${outcomeTable(advice)}
    ${drawings ? chart(advice, drawings) : NOTHING} ${compared(advice)} ${smallPrint(advice)}
  </section>`;
}

async function drawn(of: NonNullable<WholeAdvice['chart']>): Promise<Drawings> {
  const compiled = await compileChart(memoryAdviceChart(of));
  const at = (width: number): Promise<string> => drawChart(compiled, memoryAdviceRows(of, width), width);
  return { narrow: await at(WIDTHS.narrow), middle: await at(WIDTHS.middle), wide: await at(WIDTHS.wide) };
}

/** Lines as they are pasted: each is escaped, only the breaks between them are ours. */
function pre(text: string, label: string): Html {
  const lines = text.split('\n').flatMap((line, i) => [...(i > 0 ? [trusted('\n')] : []), html`${line}`]);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
    <pre>${lines}</pre>
  </div>`;
}

function pasteBlock(file: AdvisedFile, { server }: WholeAdvice): Html {
  const place = placeOf(file, server);
  return html`<h3>${place}</h3>
    ${pre(pasteOf(file), `What to paste: ${place}`)}
    <ul>
      ${file.lines.map((line) => html`<li><code>${lineName(line)}</code>: ${line.why}.</li> `)}
    </ul>`;
}

function outcomeTable(advice: WholeAdvice): Html {
  const { headings, rows } = outcomesOf(advice);
  if (rows.length === 0) return NOTHING;
  return html`<h3>What comes of it</h3>
    <div class="scroll" tabindex="0" role="region" aria-label="What comes of the settings">
      <table>
        <thead>
          <tr>
            <td></td>
            ${headings.map((heading) => html`<th scope="col" class="number">${heading}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ label, cells }) =>
              html`<tr>
                <th scope="row">${label}</th>
                ${cells.map((cell) => html`<td class="number">${cell}</td>`)}
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
    ${outcomeNotes(advice).map((text) => html`<p class="note">${text}</p>`)}`;
}

function chart({ chart: points, whatIfFrom }: WholeAdvice, drawings: Drawings): Html {
  const names = {
    advised: 'as advised',
    whatIf: whatIfFrom === 'file' ? 'as the file has it' : 'as you asked',
    never: 'without restarts',
  };
  const legend = ADVICE_LINES.filter(({ key }) => points?.[key]).map(
    ({ key, colour, dash }) =>
      html`<li>
        <span class="swatch s${colour}${trusted(dash[1] > 0 ? ' dashed' : '')}"></span>${names[key]}
      </li> `,
  );
  return html`<h3>Memory of all workers together</h3>
    ${chartBox('advice', drawings, {
      caption: 'Replayed with the growth and the traffic measured; all workers start together at midnight.',
    })}
    <ul class="workers">
      ${legend}
    </ul>`;
}

/** The user's own file beside the advice, where one was given. */
function compared(advice: WholeAdvice): Html {
  const { check } = advice;
  if (!check) return NOTHING;
  return html`<h3>${checkTitle(check, advice)}</h3>
    <ul>
      ${check.rows.map((row) => html`<li><b>${JUDGED[row.judgement]}</b> ${comparedText(row)}</li> `)}
      ${check.remarks.map((text) => html`<li>${text}.</li> `)}
    </ul>`;
}

function smallPrint(advice: WholeAdvice): Html {
  return html`<details>
    <summary>What this rests on</summary>
    ${definitions(
      'basis',
      basisOf(advice).map(({ label, text }) => [label, text]),
    )}
    <ul>
      ${remarksOf(advice).map((text) => html`<li>${text}</li> `)}
    </ul>
  </details>`;
}
