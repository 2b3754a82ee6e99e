import { NO_TIME } from '../record.ts';
import type { Surroundings } from '../record.ts';
import type { Peeled } from './wrapper.ts';

/** Names of hosts, the outermost first, joined by `/`, each once. */
function joinHosts(outer: string, inner: string): string {
  if (inner === '' || inner === outer) return outer;
  if (outer === '') return inner;
  return [...new Set([...outer.split('/'), ...inner.split('/')])].join('/');
}

/** What stands around a line, made of all its wrappers. Mutable and reused: one for each depth of nesting. */
export class Around implements Surroundings {
  host = '';
  pid = 0;
  time = NO_TIME;
  /** The last pair of names and what was made of it: most lines come from the same place as the line before. */
  #outer = '';
  #inner = '';
  #joined = '';

  /** The host is made of both; process id and time are the inner's where it has one. */
  set(outer: Surroundings, inner: Pick<Peeled, 'host' | 'pid' | 'time'>): void {
    if (this.#outer !== outer.host || this.#inner !== inner.host) {
      this.#outer = outer.host;
      this.#inner = inner.host;
      this.#joined = joinHosts(outer.host, inner.host);
    }
    this.host = this.#joined;
    this.pid = inner.pid > 0 ? inner.pid : outer.pid;
    this.time = inner.time === NO_TIME ? outer.time : inner.time;
  }
}
