/** Logs for the tests of the command line, and folders to put them in. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeLog } from './log-maker.ts';

/** What a line of `lines` says, besides the usual. Sizes in KiB; `at` is `HH:MM:SS` of 22 November 2026. */
export interface Line {
  readonly pid?: number;
  readonly req: string;
  readonly rss: number;
  readonly at?: string;
  readonly method?: string;
  readonly target: string;
  readonly status?: number;
}

/** A uWSGI log of these lines. */
export function lines(...all: readonly Line[]): string {
  return all
    .map(({ pid = 100, req, rss, at = '08:00:00', method = 'GET', target, status = 200 }) => {
      const memory = `{address space usage: ${(rss + 40_000) * 1024} bytes/0MB} {rss usage: ${rss * 1024} bytes/0MB}`;
      const request = `192.0.2.7 () {30 vars in 500 bytes} [Sun Nov 22 ${at} 2026] ${method} ${target}`;
      return `${memory} [pid: ${pid}|app: 0|req: ${req}] ${request} => generated 120 bytes in 4 msecs (HTTP/1.1 ${status}) 2 headers in 80 bytes (1 switches on core 0)\n`;
    })
    .join('');
}

/** Requests of four workers, their mix drifting; `/cart` keeps 40 KiB per call, the rest nothing. */
function traffic(requests: number): string {
  let state = 7;
  const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const all: string[] = [];
  for (let i = 0; i < requests; i++) {
    const pid = 100 + Math.floor(random() * 4);
    const cart = 0.3 + 0.25 * Math.sin(i / 150);
    if (i < 40) all.push(`${pid} GET / +200`);
    else if (random() < cart) all.push(`${pid} GET /cart +40`);
    else if (random() < 0.5) all.push(`${pid} GET / 0`);
    else
      all.push(random() < 0.5 ? `${pid} GET /users/${Math.floor(random() * 90)} 0` : `${pid} POST /login 0`);
  }
  return all.join('\n');
}

/** 4,000 requests of four workers, one route leaking. The same text as logs/shop.log.* hold. */
export const SHOP = makeLog(traffic(4000));

/** The shop's log in pieces of about equal size, cut at line ends. */
export function shopInPieces(count: number): string[] {
  const all = SHOP.split(/(?<=\n)/);
  const size = Math.ceil(all.length / count);
  return Array.from({ length: count }, (_, i) => all.slice(i * size, (i + 1) * size).join(''));
}

/** A folder with these files, gone when the process ends. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'memhog-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}
