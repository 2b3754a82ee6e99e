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
}

/** The measures, in the order of the panels. All are shares, so that the panels have one scale. */
const MEASURES = ['mean average precision', 'leaks found', 'innocent routes called leak'];

/** Renders the chart to SVG, without a browser. */
export async function chart(compared: readonly Compared[], title: string): Promise<string> {
  const bars = compared.flatMap(({ method, folders }): Bar[] => {
    const { precision, found, calledLeak, innocents } = pool(folders.flat());
    return [precision, found, calledLeak / innocents].map((value, i) => ({
      method,
      measure: MEASURES[i]!,
      value,
    }));
  });
  const methods = compared.map(({ method }) => method);
  const spec: TopLevelSpec = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title,
    background: 'white',
    data: { values: bars },
    facet: { column: { field: 'measure', type: 'nominal', sort: MEASURES, title: null } },
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
        { mark: { type: 'bar', color: '#4c78a8' } },
        {
          mark: { type: 'text', align: 'left', dx: 3, fontSize: 10 },
          encoding: { text: { field: 'value', type: 'quantitative', format: '.2f' } },
        },
      ],
    },
  };
  const view = new View(parse(compile(spec).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return `${svg}\n`;
}
