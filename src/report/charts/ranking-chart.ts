/** The ranking as bars: what each endpoint kept, with its 90 % interval. */
import type { TopLevelSpec } from 'vega-lite';
import type { PageData } from '../page-data.ts';
import { LOOK, MONO } from './look.ts';

/** Pixels for a row: a line of text and a bar. */
const ROW = 42;

/** Pixels of a letter of the figures of a row at the most, and of the gap before them. Figures are never cut, names are. */
const LETTER = 6.7;
const GAP = 12;

/** The specification; its table is `bars`. */
export function rankingChart({ unit, bars, isOfPeaks }: PageData): TopLevelSpec {
  const y = { field: 'i', type: 'ordinal' as const, axis: null, scale: { paddingInner: 0, paddingOuter: 0 } };
  const room = Math.ceil(GAP + LETTER * Math.max(0, ...bars.map(({ text }) => text.length)));
  return {
    config: LOOK,
    width: 600,
    height: ROW * Math.max(1, bars.length),
    autosize: { type: 'fit-x', contains: 'padding' },
    params: [{ name: 'picked', value: '' }],
    data: { name: 'bars' },
    encoding: { y },
    layer: [
      {
        // The whole row answers to the pointer, not the bar alone.
        mark: { type: 'rect', opacity: 0, fill: 'var(--paper)', cursor: 'pointer', tooltip: true },
        encoding: {
          x: { value: 0 },
          x2: { value: 'width' },
          tooltip: [
            { field: 'name', title: 'endpoint' },
            { field: 'verdict', title: 'verdict' },
            { field: 'detail', title: isOfPeaks ? 'peak' : 'kept' },
          ],
        },
      },
      {
        mark: { type: 'bar', height: 10, yOffset: 9, cornerRadiusEnd: 2, cursor: 'pointer' },
        encoding: {
          x: {
            field: 'estimate',
            type: 'quantitative',
            axis: {
              title: `${isOfPeaks ? 'peak' : 'kept'}, ${unit}`,
              tickCount: 4,
              grid: true,
              titleAnchor: 'start',
              format: ',.10~g',
            },
          },
          color: { field: 'colour', type: 'nominal', scale: null },
          opacity: { condition: { test: "picked === '' || datum.name === picked", value: 1 }, value: 0.35 },
          tooltip: [
            { field: 'name', title: 'endpoint' },
            { field: 'verdict', title: 'verdict' },
            { field: 'detail', title: isOfPeaks ? 'peak' : 'kept' },
          ],
        },
      },
      {
        mark: { type: 'rule', yOffset: 9, strokeWidth: 1.5, stroke: 'var(--ink)', opacity: 0.75 },
        encoding: { x: { field: 'low', type: 'quantitative' }, x2: { field: 'high' } },
      },
      {
        mark: { type: 'tick', yOffset: 9, height: 8, thickness: 1.5, color: 'var(--ink)', opacity: 0.75 },
        encoding: { x: { field: 'low', type: 'quantitative' } },
      },
      {
        mark: { type: 'tick', yOffset: 9, height: 8, thickness: 1.5, color: 'var(--ink)', opacity: 0.75 },
        encoding: { x: { field: 'high', type: 'quantitative' } },
      },
      {
        mark: {
          type: 'text',
          align: 'left',
          yOffset: -7,
          font: MONO,
          limit: { expr: `width - ${room}` },
          cursor: 'pointer',
        },
        encoding: { x: { value: 0 }, text: { field: 'name' } },
      },
      {
        mark: { type: 'text', align: 'right', yOffset: -7, fill: 'var(--quiet)' },
        encoding: { x: { value: 'width' }, text: { field: 'text' } },
      },
    ],
  };
}
