/** The charts of one endpoint: what it kept so far, its calls beneath, and by how much single calls moved memory. */
import type { TopLevelSpec } from 'vega-lite';
import type { PageData } from '../page-data.ts';
import { LOOK } from './look.ts';
import { logAxis, MARK_STRETCH, REACH, REACHING, shownPart } from './time-axis.ts';

const WIDTH = 340;

/** Each label by itself, 500 beside 1k. Calls are whole. */
const COUNTS = { labelExpr: "format(datum.value, '~s')", tickMinStep: 1 } as const;

/** Kept so far; its table is `kept`. */
export function keptChart(data: PageData, live: boolean): TopLevelSpec {
  const x = { field: 'at', ...logAxis(data, false) };
  const title = { title: `kept so far, ${data.unit}`, scale: REACHING };
  return {
    config: LOOK,
    width: WIDTH,
    height: 120,
    autosize: { type: 'fit-x', contains: 'padding' },
    params: [...shownPart(data), ...REACH],
    data: { name: 'kept' },
    layer: [
      {
        mark: { type: 'area', color: 'var(--leak-mark)', opacity: 0.16, clip: true },
        encoding: { x, y: { field: 'low', type: 'quantitative', ...title }, y2: { field: 'high' } },
        ...(live ? { params: [MARK_STRETCH] } : {}),
      },
      {
        mark: { type: 'line', stroke: 'var(--leak-mark)', strokeWidth: 2, clip: true },
        encoding: { x, y: { field: 'kept', type: 'quantitative', ...title } },
      },
      ...(live
        ? [
            {
              mark: { type: 'point' as const, size: 150, opacity: 0, filled: true, clip: true },
              encoding: {
                x,
                y: { field: 'kept', type: 'quantitative' as const },
                tooltip: { field: 'text', title: 'kept so far' },
              },
            },
          ]
        : []),
    ],
  };
}

/** Calls for each step; its table is `calls`. */
export function callsChart(data: PageData, live: boolean): TopLevelSpec {
  const x = { field: 'at', ...logAxis(data), bandPosition: 0 };
  const y = {
    field: 'calls',
    type: 'quantitative' as const,
    title: 'calls',
    scale: { ...REACHING, zero: true },
    axis: { tickCount: 2, ...COUNTS },
  };
  return {
    config: LOOK,
    width: WIDTH,
    height: 56,
    autosize: { type: 'fit-x', contains: 'padding' },
    params: [...shownPart(data), ...REACH],
    data: { name: 'calls' },
    // One outline for all steps is a tenth of the size of a bar for each; only bars can be pointed at.
    ...(live
      ? {
          mark: { type: 'rect', color: 'var(--plain)', clip: true },
          encoding: {
            x,
            x2: { field: 'end' },
            y,
            y2: { datum: 0 },
            tooltip: { field: 'calls', title: 'calls' },
          },
        }
      : {
          mark: { type: 'area', interpolate: 'step-after', color: 'var(--plain)', clip: true },
          encoding: { x, y },
        }),
  };
}

/** Deltas by size, or peaks; its table is `deltas`. Few large steps beside thousands of small ones are seen on a scale of roots only. */
export function deltasChart({ isOfPeaks }: Pick<PageData, 'isOfPeaks'>): TopLevelSpec {
  const x = { field: 'i', type: 'ordinal' as const, scale: { paddingInner: 0.1, paddingOuter: 0.05 } };
  const y = {
    field: 'calls',
    type: 'quantitative' as const,
    title: 'calls (scale of square roots)',
    scale: { type: 'sqrt' as const },
    axis: COUNTS,
  };
  return {
    config: LOOK,
    width: WIDTH,
    height: 120,
    autosize: { type: 'fit-x', contains: 'padding' },
    data: { name: 'deltas' },
    layer: [
      {
        mark: { type: 'bar', binSpacing: 1 },
        encoding: {
          x: {
            ...x,
            axis: {
              labels: false,
              ticks: false,
              titlePadding: 24,
              title: isOfPeaks ? 'peak of the call' : 'given back  ←  memory moved by the call  →  taken',
            },
          },
          y,
          color: { field: 'colour', type: 'nominal', scale: null },
          tooltip: [
            { field: 'range', title: isOfPeaks ? 'peak' : 'memory moved by' },
            { field: 'calls', title: 'calls' },
          ],
        },
      },
      {
        mark: { type: 'text', baseline: 'top', fill: 'var(--quiet)' },
        encoding: { x, y: { value: 126 }, text: { field: 'tick' } },
      },
    ],
  };
}
