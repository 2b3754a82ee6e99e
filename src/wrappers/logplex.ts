import { nameOf } from './names.ts';
import { isNil, SyslogHeader } from './syslog-header.ts';
import { readMessage } from './syslog-tag.ts';
import type { Peeled, Wrapper } from './wrapper.ts';

const HOST_LENGTH = 4;

/**
 * Heroku's Logplex drains: `<190>1 2026-11-22T18:34:01+00:00 host app web.1 - MSG`, which is RFC 5424 without structured
 * data. The dyno is the host, behind the drain's token (`d.…/web.1`) where that stands in place of `host`: one receiver
 * may serve several applications.
 */
export class Logplex implements Wrapper {
  readonly name = 'logplex';
  readonly openings = ['<'];
  readonly #header = new SyslogHeader();

  peel(bytes: Uint8Array, start: number, end: number, into: Peeled): boolean {
    const header = this.#header;
    if (!header.read(bytes, start, end) || !header.isLogplex(bytes)) return false;
    const { host, process } = header;
    const dyno = isNil(bytes, process) ? '' : nameOf(bytes, process.start, process.end);
    const drain = host.end - host.start === HOST_LENGTH ? '' : nameOf(bytes, host.start, host.end);
    into.host = drain === '' || dyno === '' ? drain + dyno : `${drain}/${dyno}`;
    into.time = header.time;
    readMessage(bytes, header.end, end, into);
    return true;
  }
}
