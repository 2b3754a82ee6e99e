/** What makes a page live: the runtime, packed, the data of its charts, and a few lines that unpack and start it. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { compileChart } from './charts/draw.ts';
import { callsChart, deltasChart, keptChart } from './charts/endpoint-charts.ts';
import { heatChart } from './charts/heat-chart.ts';
import { rankingChart } from './charts/ranking-chart.ts';
import { workersChart } from './charts/workers-chart.ts';
import type { Frame } from './frame.ts';
import { DATA_ID, RUNTIME_ID } from './live-data.ts';
import type { LiveData } from './live-data.ts';
import type { PageModel } from './page-model.ts';

/**
 * Remembers the theme that was chosen, where the browser lets a page from disk do so; then puts the runtime into the page.
 * The policy knows its hash. A browser that cannot unpack it leaves the page as it is.
 */
const LOADER = `(()=>{const k='memhog-theme';try{const t=localStorage.getItem(k);const b=['auto','light','dark'].includes(t)&&document.getElementById('theme-'+t);if(b)b.checked=true}catch{}document.querySelector('.theme').addEventListener('change',e=>{try{localStorage.setItem(k,e.target.id.slice(6))}catch{}})})();(async()=>{try{const t=document.getElementById('${RUNTIME_ID}').textContent;const b=Uint8Array.from(atob(t),c=>c.charCodeAt(0));const s=document.createElement('script');s.textContent=await new Response(new Blob([b]).stream().pipeThrough(new DecompressionStream('gzip'))).text();document.body.append(s)}catch{}})()`;

/** The scripts of a page and what they need. */
export async function liveParts({
  data,
}: PageModel): Promise<Required<Pick<Frame, 'scripts' | 'laterScripts' | 'data'>>> {
  const live: LiveData = {
    data,
    charts: {
      ranking: await compileChart(rankingChart(data)),
      workers: await compileChart(workersChart(data, true)),
      kept: await compileChart(keptChart(data, true)),
      calls: await compileChart(callsChart(data, true)),
      deltas: await compileChart(deltasChart(data)),
      heat: await compileChart(heatChart(data)),
    },
  };
  const runtime = readRuntime();
  return {
    scripts: [LOADER],
    laterScripts: [runtime],
    data: { [RUNTIME_ID]: packed(runtime), [DATA_ID]: packed(JSON.stringify(live)) },
  };
}

function packed(text: string): string {
  return gzipSync(text, { level: 9 }).toString('base64');
}

/** The bundle that the build makes of browser/: beside this file in a package, in dist/ when run from the sources. */
function readRuntime(): string {
  const places = ['./runtime.js', '../../dist/report/runtime.js'];
  for (const place of places) {
    try {
      return readFileSync(new URL(place, import.meta.url), 'utf8');
    } catch {
      // The next place.
    }
  }
  throw new Error('the script of the page is missing: npm run build makes it');
}
