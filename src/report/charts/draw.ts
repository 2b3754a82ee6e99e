/** Charts compiled by Vega-Lite and drawn as SVG by Vega, without a browser. */
import type { TopLevelSpec } from 'vega-lite';
import type { ChartRows } from '../rows.ts';
import type { Reach } from '../y-range.ts';
import { lighter } from './lighter.ts';

/** A specification in Vega's own language, as plain data. */
export type CompiledChart = Readonly<Record<string, unknown>>;

/** Compiles a chart. The packages are loaded on first use: other commands of memhog never wait for them. */
export async function compileChart(spec: TopLevelSpec): Promise<CompiledChart> {
  const { compile } = await import('vega-lite');
  return { ...compile(spec).spec };
}

/** Draws a compiled chart, so many pixels wide, as an `svg` element. `reach` is for charts with a vertical axis over the log. */
export async function drawChart(
  chart: CompiledChart,
  rows: ChartRows,
  width: number,
  reach?: Reach,
): Promise<string> {
  const { parse, View } = await import('vega');
  const view = new View(parse(structuredClone(chart)), { renderer: 'none' }).width(width);
  if (reach) view.signal('bottom', reach.low).signal('top', reach.high);
  for (const [name, table] of Object.entries(rows)) view.data(name, structuredClone([...table]));
  try {
    return lighter(await view.toSVG());
  } finally {
    view.finalize();
  }
}
