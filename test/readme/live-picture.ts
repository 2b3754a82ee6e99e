/** The picture of the live screen: a frame of it, as it stands when a log has been read to its end. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { LiveReading } from '../../src/live/reading.ts';
import { trendsOf } from '../../src/live/trends.ts';
import { withLevels, workerRows } from '../../src/live/worker-rows.ts';
import { DEFAULT_SETTINGS } from '../../src/profile/profile.ts';
import { rank } from '../../src/ranking/rank.ts';
import { liveFrame } from '../../src/render/live/frame.ts';
import { FIRST_UI } from '../../src/render/live/view.ts';
import type { LiveView } from '../../src/render/live/view.ts';
import { pictureOf } from './picture.ts';
import { ROOT } from './shell.ts';

const LOG = join(ROOT, 'samples/uwsgi/leaky-shop.log.gz');
const SHOWN_AS = 'app.log';
const LIMIT = 512 * 2 ** 20;
const SIZE = { columns: 100, rows: 26, color: true };

/** The picture as it should be. */
export function freshLivePicture(): string {
  const command = `memhog live ${SHOWN_AS} --limit 512M`;
  const title = `The screen of ${command}, at the end of samples/uwsgi/leaky-shop.log.gz`;
  return pictureOf(liveFrame(viewAtEnd(), SIZE).join('\n'), SIZE.columns, title);
}

function viewAtEnd(): LiveView {
  const reading = read();
  const profile = reading.profile();
  const ranking = rank(profile, { limit: LIMIT });
  const { counts, levels } = reading;
  const seconds = profile.to - profile.from;
  return {
    figures: {
      lines: counts.lines,
      // As fast as the log was written, with nothing left to read.
      linesPerSecond: counts.lines / seconds,
      lagSeconds: 0,
      readPercent: (100 * counts.requests) / (counts.requests + counts.malformed),
      inputs: [SHOWN_AS],
      since: ranking.span.from,
      historyNote: '',
      rankedLines: 1e9,
      notice: '',
      trouble: '',
      isEnded: false,
    },
    workers: withLevels(workerRows(profile, ranking, LIMIT), levels),
    ranking,
    trends: trendsOf(ranking),
    span: { kind: 'start' },
    limit: LIMIT,
    ui: FIRST_UI,
  };
}

function read(): LiveReading {
  const reading = new LiveReading({
    settings: DEFAULT_SETTINGS,
    formats: {},
    window: undefined,
    now: () => 0,
    ahead: () => 0,
    witness: () => undefined,
  });
  const text = gunzipSync(readFileSync(LOG));
  const source = { name: SHOWN_AS, machine: '' };
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start);
    reading.line(source, SHOWN_AS, text, start, end, start);
    start = end + 1;
  }
  reading.end();
  return reading;
}
