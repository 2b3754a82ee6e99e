/** The start of what runs in the page. Where anything is missing the page stays as it was drawn, which is complete. */
import { DATA_ID } from '../live-data.ts';
import type { ChartName, LiveData } from '../live-data.ts';
import { element } from './element.ts';
import { LiveChart } from './live-chart.ts';
import { addPickedNote, addPicker, addRowPicks } from './picker.ts';
import { State } from './state.ts';
import { addTableTools } from './table.ts';
import { Tip } from './tip.ts';
import { addWorkerBoxes } from './worker-list.ts';
import { addZoom } from './zoom.ts';

/** Charts are made live this far before they come into view. */
const AHEAD = '400px';

async function readData(): Promise<LiveData> {
  const packed = Uint8Array.from(atob(document.getElementById(DATA_ID)!.textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  const live: unknown = await new Response(stream).json();
  if (!isLiveData(live)) throw new Error('the data of this page is damaged');
  return live;
}

/** The page was made with this script, so what has the two parts is whole. */
function isLiveData(value: unknown): value is LiveData {
  return typeof value === 'object' && value !== null && 'data' in value && 'charts' in value;
}

async function start(): Promise<void> {
  const live = await readData();
  const { data } = live;
  const state = new State({ picked: -1, hidden: new Set(), from: data.from, to: data.to });
  const tip = new Tip();
  const table = document.querySelector<HTMLTableElement>('#findings');
  const tools = document.querySelector<HTMLElement>('.table-tools');
  if (table && tools) {
    addTableTools(table, tools);
    addRowPicks(table, data, state);
  }
  const picker = document.getElementById('picker');
  if (picker) addPicker(picker, data, state);
  const picked = document.getElementById('picked');
  if (picked) addPickedNote(picked, data, state);
  const workers = document.querySelector<HTMLElement>('ul.workers');
  if (workers) addWorkerBoxes(workers, state);
  const figures = [...document.querySelectorAll<HTMLElement>('figure[data-chart]')];
  const lines = figures.find((figure) => figure.dataset['chart'] === 'workers');
  if (lines) {
    const zoom = element('div', { class: 'tools', id: 'zoom' });
    lines.before(zoom);
    addZoom(zoom, data, state);
  }
  const nearby = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const figure = figures.find((one) => one.contains(target));
        const name = figure?.dataset['chart'];
        if (!isIntersecting || !figure || !isChart(name, live)) continue;
        nearby.unobserve(target);
        figure.dataset['live'] = '';
        new LiveChart(figure, name, live, state, tip);
      }
    },
    { rootMargin: AHEAD },
  );
  // The canvas and not the figure, which in a pair has no box of its own.
  for (const figure of figures) nearby.observe(figure.querySelector('.canvas')!);
  document.documentElement.classList.add('live');
  // On paper nothing can be opened.
  window.addEventListener('beforeprint', () => {
    for (const closed of document.querySelectorAll('details')) closed.open = true;
  });
}

function isChart(name: string | undefined, { charts }: LiveData): name is ChartName {
  return name !== undefined && Object.hasOwn(charts, name);
}

void start();
