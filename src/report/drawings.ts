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
import { allOf, callsReach, keptReach, workersReach } from './y-range.ts';
import type { Reach } from './y-range.ts';
import type { Drawings } from './sections/chart-box.ts';
import type { PanelDrawings } from './sections/endpoints-section.ts';

/** Pixels of a chart across a phone, a tablet and a desk, and of one in a panel, which serves all: its letters keep their size. */
const NARROW = 336;
const MIDDLE = 700;
const WIDE = 1000;
const PANEL = 400;

/** Points of the lines of all workers together for each pixel of the width of a drawing. */
const POINTS = 0.8;

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
  const all = allOf(data);
  return {
    ranking:
      data.bars.length === 0 ? undefined : await allWidths(rankingChart(data), () => rankingRows(data)),
    workers: timeline
      ? await allWidths(
          workersChart(data, false),
          (width) => workerRows(withFewerPoints(data, POINTS * width), all.hidden, -1),
          workersReach(data, all),
        )
      : undefined,
    heat: data.heat.length === 0 ? undefined : await allWidths(heatChart(data), () => heatStrips(data)),
    panels: await drawPanels(data),
  };
}

async function allWidths(spec: Spec, rowsAt: (width: number) => ChartRows, reach?: Reach): Promise<Drawings> {
  const chart = await compileChart(spec);
  const drawn = (width: number): Promise<string> => drawChart(chart, rowsAt(width), width, reach);
  return { narrow: await drawn(NARROW), middle: await drawn(MIDDLE), wide: await drawn(WIDE) };
}

async function drawPanels(data: PageModel['data']): Promise<PanelDrawings[]> {
  if (data.endpoints.length === 0) return [];
  const kept = await compileChart(keptChart(data, false));
  const calls = await compileChart(callsChart(data, false));
  const deltas = await compileChart(deltasChart(data));
  const panels: PanelDrawings[] = [];
  const all = allOf(data);
  for (const [i, endpoint] of data.endpoints.entries()) {
    const isKept = (endpoint.kept.at(-1) ?? 0) > 0;
    panels.push({
      kept: isKept ? await drawChart(kept, keptRows(data, i), PANEL, keptReach(data, i, all)) : '',
      calls:
        endpoint.calls.length > 0
          ? await drawChart(calls, callRows(data, i), PANEL, callsReach(data, i, all))
          : '',
      deltas: endpoint.deltas.some(({ calls: moved }) => moved > 0)
        ? await drawChart(deltas, deltaRows(data, i), PANEL)
        : '',
    });
  }
  return panels;
}
