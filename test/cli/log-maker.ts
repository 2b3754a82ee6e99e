/** From `NAME.make` (see test/cases/README.md) to the log it describes. */
import { ctime } from '../laws/ctime.ts';

const START_KIB = 51_200;
const START_TIME = Date.UTC(2026, 10, 22, 8) / 1000;

class LogMaker {
  readonly lines: string[] = [];
  readonly #workers = new Map<string, { rss: number; requests: number }>();

  request(text: string): void {
    const match = /^(\d+) ([A-Z]+) (\S+) ([+-]?\d+)$/.exec(text);
    if (!match) throw new Error(`not a request: ${text}`);
    const [pid, method, path, change] = match.slice(1) as [string, string, string, string];
    const worker = this.#workers.get(pid) ?? { rss: START_KIB, requests: 0 };
    this.#workers.set(pid, worker);
    worker.rss += Number(change);
    worker.requests++;
    const counters = `[pid: ${pid}|app: 0|req: ${worker.requests}/${this.lines.length + 1}]`;
    const time = ctime(START_TIME + this.lines.length);
    this.lines.push(
      `{address space usage: ${(worker.rss + 40_000) * 1024} bytes/0MB} {rss usage: ${worker.rss * 1024} bytes/0MB} ${counters} ` +
        `192.0.2.7 () {30 vars in 500 bytes} [${time}] ${method} ${path} => generated 120 bytes in 4 msecs (HTTP/1.1 200) 2 headers in 80 bytes (1 switches on core 0)`,
    );
  }
}

/** The text of the log that `description` describes. Throws Error for a line it cannot read. */
export function makeLog(description: string): string {
  const maker = new LogMaker();
  let times = 1;
  let block: string[] = [];
  const say = (): void => {
    for (let i = 0; i < times; i++) for (const line of block) maker.request(line);
    block = [];
    times = 1;
  };
  for (const raw of description.split('\n')) {
    const line = raw.replace(/#.*/, '').trim();
    const repeat = /^repeat (\d+)$/.exec(line);
    if (repeat || line === 'end') say();
    if (repeat) times = Number(repeat[1]);
    else if (line !== '' && line !== 'end') block.push(line);
  }
  say();
  return `${maker.lines.join('\n')}\n`;
}
