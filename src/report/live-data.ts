/** What the browser gets: the data of the page and its charts, compiled. */
import type { PageData } from './page-data.ts';

/** Names of charts, as `data-chart` has them. */
export type ChartName = 'ranking' | 'workers' | 'kept' | 'calls' | 'deltas' | 'heat';

/** The document in the block of data of a page. */
export interface LiveData {
  readonly data: PageData;
  /** Vega specifications without data. */
  readonly charts: Readonly<Record<ChartName, Readonly<Record<string, unknown>>>>;
}

/** Ids of the blocks: the runtime and its data, each gzip as base64. */
export const RUNTIME_ID = 'memhog-runtime';
export const DATA_ID = 'memhog-data';
