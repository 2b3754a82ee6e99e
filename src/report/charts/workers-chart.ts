/** The memory of each worker over the log: its highest readings thin, its floor strong, a mark where a life begins, a line at a deploy. */
import type { TopLevelSpec } from 'vega-lite';
import type { PageData } from '../page-data.ts';
import { LOOK } from './look.ts';
import { logAxis, MARK_STRETCH, REACH, REACHING, shownPart } from './time-axis.ts';

/** The specification; its tables are `lives`, `starts`, `deploys` and `explained`. `live` is for the browser. */
export function workersChart(data: PageData, live: boolean): TopLevelSpec {
  const x = { field: 'at', ...logAxis(data) };
  const bare = { field: 'at', ...logAxis(data) };
  const colour = { field: 'colour', type: 'nominal' as const, scale: null };
  const life = { field: 'life', type: 'nominal' as const };
  const dash = {
    condition: { test: 'datum.dashed', value: [5, 3] },
    value: [1, 0],
  };
  const y = (field: string) => ({
    field,
    type: 'quantitative' as const,
    title: data.unit,
    scale: REACHING,
  });
  return {
    config: LOOK,
    width: 600,
    height: 300,
    autosize: { type: 'fit-x', contains: 'padding' },
    params: [...shownPart(data), ...REACH],
    layer: [
      {
        data: { name: 'deploys' },
        mark: { type: 'rule', strokeDash: [8, 4], clip: true },
        encoding: { x: bare },
      },
      {
        data: { name: 'deploys' },
        mark: { type: 'text', align: 'left', baseline: 'top', dx: 4, fill: 'var(--quiet)', clip: true },
        encoding: { x: bare, y: { value: 0 }, text: { field: 'text' } },
      },
      {
        data: { name: 'lives' },
        mark: { type: 'line', strokeWidth: 1, opacity: 0.4, clip: true },
        encoding: { x, y: y('level'), color: colour, detail: life },
        ...(live ? { params: [MARK_STRETCH] } : {}),
      },
      {
        data: { name: 'lives' },
        mark: { type: 'line', strokeWidth: 2, clip: true },
        encoding: { x, y: y('floor'), color: colour, detail: life, strokeDash: dash },
      },
      {
        data: { name: 'explained' },
        mark: { type: 'line', strokeWidth: 1.5, stroke: 'var(--ink)', strokeDash: [2, 3], clip: true },
        encoding: { x, y: y('amount'), detail: life },
      },
      {
        data: { name: 'starts' },
        mark: { type: 'point', shape: 'triangle-up', filled: true, size: 45, opacity: 1, clip: true },
        encoding: {
          x,
          y: { value: 'height' },
          yOffset: { value: -5 },
          color: colour,
          tooltip: [
            { field: 'worker', title: 'worker' },
            { field: 'text', title: 'starts anew' },
          ],
        },
      },
      ...(live ? [pointers(data)] : []),
    ],
  };
}

/** Unseen points that the pointer can rest on. */
function pointers(data: PageData) {
  return {
    data: { name: 'lives' },
    mark: { type: 'point' as const, size: 120, opacity: 0, filled: true, clip: true },
    encoding: {
      x: { field: 'at', ...logAxis(data) },
      y: { field: 'floor', type: 'quantitative' as const, title: data.unit, scale: REACHING },
      tooltip: [
        { field: 'worker', title: 'worker' },
        ...(data.axis === 'time'
          ? [
              {
                field: 'at',
                type: 'temporal' as const,
                title: 'time',
                timeUnit: 'utcyearmonthdatehoursminutesseconds' as const,
                format: '%Y-%m-%d %H:%M:%S',
              },
            ]
          : [{ field: 'at', type: 'quantitative' as const, title: 'request' }]),
        { field: 'levelText', title: data.isOfPeaks ? 'largest peak' : `highest ${data.figure}` },
        { field: 'floorText', title: data.isOfPeaks ? 'mean peak' : 'floor' },
      ],
    },
  };
}
