/** The horizontal axis that the charts over the log share, and the part of it that is shown. */
import type { PageData } from '../page-data.ts';

/** Parameters of every chart over the log: the part of the axis that is shown. The page sets them. */
export function shownPart({ from, to }: Pick<PageData, 'from' | 'to'>): { name: string; value: number }[] {
  return [
    { name: 'from', value: from },
    { name: 'to', value: to },
  ];
}

/** Parameters of the charts over the log that have a vertical axis: how far it reaches. The page sets them. */
export const REACH: readonly { name: string; value: number }[] = [
  { name: 'bottom', value: 0 },
  { name: 'top', value: 1 },
];

/** The scale of that axis. */
export const REACHING = {
  domainMin: { expr: 'bottom' },
  domainMax: { expr: 'top' },
  zero: false,
  nice: true,
} as const;

/** Seconds where the stretch is short, days where it is long, the date at midnight. */
const TIME_LABEL =
  "utcFormat(datum.value, to - from < 9e5 ? '%H:%M:%S' : utchours(datum.value) + utcminutes(datum.value) === 0 ? '%b %e' : '%H:%M')";

/** The channel: time as the log prints it, or requests. */
export function logAxis({ axis }: Pick<PageData, 'axis'>, labels = true) {
  return {
    type: axis === 'time' ? ('temporal' as const) : ('quantitative' as const),
    scale: {
      ...(axis === 'time' ? { type: 'utc' as const } : { zero: false }),
      domainMin: { expr: 'from' },
      domainMax: { expr: 'to' },
      nice: false,
    },
    axis: labels
      ? {
          title: axis === 'time' ? null : 'requests of the worker',
          tickCount: { expr: 'max(4, width / 110)' },
          // A label that hangs over the end would make this chart narrower than its neighbours.
          labelBound: true,
          ...(axis === 'time' ? { labelExpr: TIME_LABEL } : { format: '~s' }),
        }
      : null,
  };
}

/** A stretch to zoom to, marked with the pointer. Touch screens have buttons for it, so that dragging scrolls. */
export const MARK_STRETCH = {
  name: 'stretch',
  select: {
    type: 'interval' as const,
    encodings: ['x' as const],
    on: "[pointerdown[event.pointerType !== 'touch'], window:pointerup] > window:pointermove!",
    translate: false,
    zoom: false,
    mark: { fill: 'var(--link)', fillOpacity: 0.15, stroke: 'var(--link)', strokeOpacity: 0.5 },
  },
};
