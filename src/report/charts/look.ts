/** How all charts look. Colours are variables of the style sheet, so that one drawing serves both themes. */
import type { Config } from 'vega-lite';

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif";

/** Letters of names. */
export const MONO = "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/** The configuration of all charts. What they say to a screen reader stands beside them as text. */
export const LOOK: Config = {
  aria: false,
  background: 'transparent',
  font: FONT,
  padding: { left: 0, right: 4, top: 4, bottom: 2 },
  view: { stroke: null },
  axis: {
    domainColor: 'var(--line)',
    gridColor: 'var(--grid)',
    labelColor: 'var(--quiet)',
    labelFontSize: 12,
    labelPadding: 6,
    tickColor: 'var(--line)',
    titleColor: 'var(--quiet)',
    titleFontSize: 12,
    titleFontWeight: 'normal',
  },
  axisX: { grid: false, labelFlush: true, labelOverlap: 'greedy', tickSize: 4, title: null },
  axisY: {
    domain: false,
    ticks: false,
    tickCount: 4,
    titleAlign: 'left',
    titleAnchor: 'start',
    titleAngle: 0,
    titleX: 0,
    titleY: -8,
    titleBaseline: 'bottom',
    minExtent: 44,
    maxExtent: 44,
  },
  text: { fontSize: 12, fill: 'var(--ink)' },
  rule: { stroke: 'var(--quiet)' },
};
