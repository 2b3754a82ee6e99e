/** The latest reading of each worker, kept by the line, so that the screen need not wait for a profile. */

/** Workers beyond this many are not followed by the line: the first seen of the host that was first seen goes. */
const MOST_WORKERS = 10_000;

const keyOf = (source: string, host: string): string => (host === '' ? source : `${source}\n${host}`);

/** Latest readings by source, host and pid. */
export class Levels {
  readonly #hosts = new Map<string, Map<number, number>>();
  #workers = 0;

  /** Notes a reading, in bytes. */
  see(source: string, host: string, pid: number, bytes: number): void {
    const key = keyOf(source, host);
    if (this.#hosts.get(key)?.has(pid) !== true && ++this.#workers > MOST_WORKERS) this.#forget();
    let pids = this.#hosts.get(key);
    if (!pids) this.#hosts.set(key, (pids = new Map<number, number>()));
    pids.set(pid, bytes);
  }

  /** The latest reading of a worker in bytes; undefined when none is remembered. */
  of(source: string, host: string, pid: number): number | undefined {
    return this.#hosts.get(keyOf(source, host))?.get(pid);
  }

  /** Forgets the worker that was seen first, of the first host. */
  #forget(): void {
    for (const [host, pids] of this.#hosts) {
      for (const pid of pids.keys()) {
        pids.delete(pid);
        this.#workers--;
        if (pids.size === 0) this.#hosts.delete(host);
        return;
      }
    }
  }
}
