/** The comparison of methods as a bar chart. */
import { parse, View } from 'vega';
import { compile } from 'vega-lite';
import type { TopLevelSpec } from 'vega-lite';
import type { Compared } from './compare.ts';
import { pool } from './pool.ts';

interface Bar {
  readonly method: string;
  readonly measure: string;
  readonly value: number;
  /** What stands beside the bar. */
  readonly label: string;
}

/** The measures, in the order of the panels. All are shares, so that the panels have one scale. */
const MEASURES: readonly string[] = ['mean average precision', 'leaks found', 'innocent routes called leak'];

/** Renders the chart to SVG, without a browser. The first method stands out. */
export async function chart(compared: readonly Compared[], title: string): Promise<string> {
  const bars = compared.flatMap(({ method, folders }): Bar[] => {
    const { precision, found, calledLeak, innocents } = pool(folders.flat());
    return [
      { measure: MEASURES[0]!, value: precision, label: precision.toFixed(2) },
      { measure: MEASURES[1]!, value: found, label: found.toFixed(2) },
      { measure: MEASURES[2]!, value: calledLeak / innocents, label: `${calledLeak} of ${innocents}` },
    ].map((bar) => ({ method, ...bar }));
  });
  const methods = compared.map(({ method }) => method);
  const spec: TopLevelSpec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title,
    background: 'white',
    data: { values: bars },
    facet: { column: { field: 'measure', type: 'nominal', sort: [...MEASURES], title: null } },
    spec: {
      width: 190,
      height: { step: 20 },
      encoding: {
        y: { field: 'method', type: 'nominal', sort: methods, title: null, axis: { labelLimit: 320 } },
        x: {
          field: 'value',
          type: 'quantitative',
          scale: { domain: [0, 1] },
          title: null,
          axis: { format: '.1f' },
        },
      },
      layer: [
        {
          mark: { type: 'bar' },
          encoding: {
            color: {
              condition: { test: `datum.method === '${methods[0]!}'`, value: '#1f5a8c' },
              value: '#9fc3e0',
            },
          },
        },
        {
          mark: { type: 'text', align: 'left', dx: 3, fontSize: 10 },
          encoding: { text: { field: 'label', type: 'nominal' } },
        },
      ],
    },
  };
  const view = new View(parse(compile(spec).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return `${svg}\n`;
}
