import { ascii, standsAt } from '../scan/bytes.ts';
import { nameOf } from './names.ts';
import { structuredDataEnd } from './structured-data.ts';
import { isNil, SyslogHeader } from './syslog-header.ts';
import { readMessage, readSender } from './syslog-tag.ts';
import type { Peeled, Wrapper } from './wrapper.ts';

const BYTE_ORDER_MARK = Uint8Array.of(0xef, 0xbb, 0xbf);
const SPACE = 0x20;
const SUPERVISOR = ascii('supervisord');

/** Syslog of RFC 5424: `<165>1 2026-11-22T18:34:01.003Z HOST APP 1234 ID47 [sd k="v"] MSG`; `-` is nil. */
export class Syslog5424 implements Wrapper {
  readonly name = 'syslog-5424';
  readonly openings = ['<'];
  readonly #header = new SyslogHeader();

  peel(bytes: Uint8Array, start: number, end: number, into: Peeled): boolean {
    const header = this.#header;
    if (!header.read(bytes, start, end) || header.isLogplex(bytes)) return false;
    const data = structuredDataEnd(bytes, header.end + 1, end);
    if (data < 0) return false;
    into.time = header.time;
    if (!isNil(bytes, header.host)) into.host = nameOf(bytes, header.host.start, header.host.end);
    readSender(bytes, header.app, header.process, into);
    if (standsAt(bytes, header.app.start, header.app.end, SUPERVISOR)) into.pid = 0;
    // What rsyslog received as `TAG: MSG` it passes on with the space before MSG, as part of it.
    const isTwice = data + 1 < end && bytes[data + 1] === SPACE;
    readMessage(bytes, isTwice ? data + 1 : data, end, into);
    if (standsAt(bytes, into.start, into.end, BYTE_ORDER_MARK)) into.start += BYTE_ORDER_MARK.length;
    return true;
  }
}
