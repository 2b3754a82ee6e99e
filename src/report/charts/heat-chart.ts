/** The heat map: memory attributed to each endpoint in each hour (or what suits the length of the log). */
import type { TopLevelSpec } from 'vega-lite';
import type { PageData } from '../page-data.ts';
import { HEAT_CLASSES } from '../rows.ts';
import { LOOK, MONO } from './look.ts';
import { logAxis, shownPart } from './time-axis.ts';

/** Pixels for a row: a line of text and a strip. */
const ROW = 38;

/** The specification; its tables are `cells` and `names`. */
export function heatChart(data: PageData): TopLevelSpec {
  const y = {
    field: 'i',
    type: 'ordinal' as const,
    axis: null,
    scale: { domain: data.heat.map((_, i) => i), paddingInner: 0, paddingOuter: 0 },
  };
  const levels = Array.from({ length: HEAT_CLASSES }, (_, i) => i + 1);
  return {
    config: LOOK,
    width: 600,
    height: ROW * Math.max(1, data.heat.length),
    autosize: { type: 'fit-x', contains: 'padding' },
    params: [...shownPart(data), { name: 'picked', value: '' }],
    layer: [
      {
        data: { name: 'cells' },
        mark: {
          type: 'rect',
          height: 16,
          yOffset: 10,
          clip: true,
          stroke: 'var(--paper)',
          strokeWidth: 0.5,
          cursor: 'pointer',
        },
        encoding: {
          x: { field: 'at', ...logAxis(data), bandPosition: 0 },
          x2: { field: 'end' },
          y,
          color: {
            field: 'level',
            type: 'ordinal',
            scale: { domain: levels, range: levels.map((level) => `var(--h${level})`) },
            legend: null,
          },
          opacity: { condition: { test: "picked === '' || datum.name === picked", value: 1 }, value: 0.45 },
          tooltip: [
            { field: 'name', title: 'endpoint' },
            { field: 'text', title: 'attributed' },
            ...(data.axis === 'time'
              ? [
                  {
                    field: 'at',
                    type: 'temporal' as const,
                    title: 'from',
                    timeUnit: 'utcyearmonthdatehoursminutes' as const,
                    format: '%Y-%m-%d %H:%M',
                  },
                ]
              : [{ field: 'at', type: 'quantitative' as const, title: 'from request' }]),
          ],
        },
      },
      {
        data: { name: 'names' },
        mark: {
          type: 'text',
          align: 'left',
          yOffset: -8,
          font: MONO,
          limit: { expr: 'width - 4' },
          cursor: 'pointer',
        },
        encoding: { x: { value: 0 }, y, text: { field: 'name' } },
      },
    ],
  };
}
