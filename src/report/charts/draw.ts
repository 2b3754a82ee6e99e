/** Charts compiled by Vega-Lite and drawn as SVG by Vega, without a browser. */
import type { TopLevelSpec } from 'vega-lite';
import type { ChartRows } from '../rows.ts';

/** A specification in Vega's own language, as plain data. */
export type CompiledChart = Readonly<Record<string, unknown>>;

/** Compiles a chart. The packages are loaded on first use: other commands of memhog never wait for them. */
export async function compileChart(spec: TopLevelSpec): Promise<CompiledChart> {
  const { compile } = await import('vega-lite');
  return { ...compile(spec).spec };
}

/** Draws a compiled chart, so many pixels wide, as an `svg` element. */
export async function drawChart(chart: CompiledChart, rows: ChartRows, width: number): Promise<string> {
  const { parse, View } = await import('vega');
  const view = new View(parse(structuredClone(chart)), { renderer: 'none' }).width(width);
  for (const [name, table] of Object.entries(rows)) view.data(name, structuredClone([...table]));
  try {
    return lighter(await view.toSVG());
  } finally {
    view.finalize();
  }
}

/** The same picture in fewer bytes: coordinates to a tenth of a pixel, no attribute that says nothing. */
function lighter(svg: string): string {
  return svg
    .replace(/ xmlns(?::xlink)?="[^"]*"/g, '')
    .replace(/ version="[^"]*"/, '')
    .replace(/<svg class="marks" width="\d+" height="\d+"/, '<svg class="marks" aria-hidden="true"')
    .replace(/ (?:d|transform|x|y|x2|y2|width|height)="[^"]*"/g, (attribute) =>
      attribute.replace(/-?\d+\.\d+(?:e-?\d+)?/g, (number) => String(Math.round(Number(number) * 10) / 10)),
    );
}
