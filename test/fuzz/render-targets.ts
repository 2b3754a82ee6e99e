/** From broken logs to every output. */
import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { Pipeline } from '../../src/pipeline.ts';
import { decode, encode } from '../../src/profile/codec.ts';
import { merge } from '../../src/profile/merge.ts';
import { DEFAULT_SETTINGS } from '../../src/profile/profile.ts';
import { compareRankings } from '../../src/ranking/compare-rankings.ts';
import { rank } from '../../src/ranking/rank.ts';
import { errorLine } from '../../src/render/error-line.ts';
import { explainFinding } from '../../src/render/explain.ts';
import { RENDERERS } from '../../src/render/renderers.ts';
import { renderCompareTable } from '../../src/render/compare-table.ts';
import { hostileText, HOSTILE_TEXTS } from '../injection/corpus.ts';
import { safeCsv, safeJson, safeMarkdown, safeOnTerminal } from '../injection/safety.ts';
import { brokenLog } from './mutations.ts';
import { inTime } from './target.ts';
import type { Target } from './target.ts';

const CHECKS: Readonly<Record<string, (text: string) => void>> = {
  table: safeOnTerminal,
  json: safeJson,
  csv: safeCsv,
  markdown: safeMarkdown,
};

/** The requests' paths and hosts are made hostile where a line still has a place for them. */
function withHostile(line: Buffer, which: number): Buffer {
  const text = line.toString('latin1');
  const hostile = Buffer.from(hostileText(which)).toString('latin1').replaceAll('\n', ' ').slice(0, 3000);
  return Buffer.from(
    text.replace(/(?<= |"|=)\/[\w./-]*/, () => hostile),
    'latin1',
  );
}

const renderProperty = (): fc.IRawProperty<unknown> =>
  fc.property(brokenLog, fc.nat(HOSTILE_TEXTS.length - 1), fc.boolean(), (lines, which, examples) => {
    const profile = inTime(() => {
      const pipeline = new Pipeline({ ...DEFAULT_SETTINGS, examples });
      // No path of a file is longer.
      const [name, machine, file] = [0, 1, 2].map((i) => hostileText(which + i).slice(0, 4096));
      pipeline.open({ name: name!, machine: machine! }, file!);
      lines.forEach((line, i) => {
        const hostile = withHostile(line, which + i);
        pipeline.line(hostile, 0, hostile.length, 1000 * i);
      });
      pipeline.end();
      return decode(encode(pipeline.toProfile()));
    });
    const ranking = rank(profile, { inputs: [hostileText(which + 3)] });
    for (const [name, render] of RENDERERS) CHECKS[name]!(render(ranking, { width: 100, color: true }));
    for (const finding of ranking.findings)
      safeOnTerminal(explainFinding(finding, ranking, { width: 80, color: true }));
    const compared = compareRankings(ranking, rank(merge(profile, profile)));
    safeOnTerminal(renderCompareTable(compared, { width: 100, color: false, top: 0 }));
    safeOnTerminal(errorLine(hostileText(which)).slice(0, -1));
  });

/** See the top of this file. */
export const RENDER_TARGETS: readonly Target[] = [
  { name: 'log to outputs', property: renderProperty, weight: 6 },
];
