/** All charts of a page, drawn. */
import { compileChart, drawChart } from './charts/draw.ts';
import { callsChart, deltasChart, keptChart } from './charts/endpoint-charts.ts';
import { heatChart } from './charts/heat-chart.ts';
import { rankingChart } from './charts/ranking-chart.ts';
import { workersChart } from './charts/workers-chart.ts';
import type { PageModel } from './page-model.ts';
import {
  callRows,
  deltaRows,
  heatStrips,
  keptRows,
  rankingRows,
  withFewerPoints,
  workerRows,
} from './rows.ts';
import type { ChartRows } from './rows.ts';
import type { Drawings } from './sections/chart-box.ts';
import type { PanelDrawings } from './sections/endpoints-section.ts';

/** Pixels of a chart across a phone and across a desk, and of one in a panel, which serves both. */
const NARROW = 336;
const WIDE = 1100;
const PANEL = 380;

/** Points of the lines of all workers together, in a drawing. */
const DRAWN_POINTS = 900;

/** What there is to draw; undefined where there is nothing. */
export interface PageDrawings {
  readonly ranking: Drawings | undefined;
  readonly workers: Drawings | undefined;
  readonly heat: Drawings | undefined;
  readonly panels: readonly PanelDrawings[];
}

type Spec = Parameters<typeof compileChart>[0];

/** Draws the charts of a page. */
export async function drawPage({ data, timeline }: PageModel): Promise<PageDrawings> {
  const none = new Set<number>();
  return {
    ranking: data.bars.length === 0 ? undefined : await both(rankingChart(data), rankingRows(data)),
    workers: timeline
      ? await both(workersChart(data, false), workerRows(withFewerPoints(data, DRAWN_POINTS), none, -1))
      : undefined,
    heat: data.heat.length === 0 ? undefined : await both(heatChart(data), heatStrips(data)),
    panels: await drawPanels(data),
  };
}

async function both(spec: Spec, rows: ChartRows): Promise<Drawings> {
  const chart = await compileChart(spec);
  return { narrow: await drawChart(chart, rows, NARROW), wide: await drawChart(chart, rows, WIDE) };
}

async function drawPanels(data: PageModel['data']): Promise<PanelDrawings[]> {
  if (data.endpoints.length === 0) return [];
  const kept = await compileChart(keptChart(data, false));
  const calls = await compileChart(callsChart(data, false));
  const deltas = await compileChart(deltasChart());
  const panels: PanelDrawings[] = [];
  for (const [i, endpoint] of data.endpoints.entries()) {
    const isKept = (endpoint.kept.at(-1) ?? 0) > 0;
    panels.push({
      kept: isKept ? await drawChart(kept, keptRows(data, i), PANEL) : '',
      calls: endpoint.calls.length > 0 ? await drawChart(calls, callRows(data, i), PANEL) : '',
      deltas: endpoint.deltas.length > 0 ? await drawChart(deltas, deltaRows(data, i), PANEL) : '',
    });
  }
  return panels;
}
