/** The header of RFC 5424: `<165>1 TIME HOST APP PROCID MSGID `, which Logplex shares. */
import { ascii, standsAt } from '../scan/bytes.ts';
import { isoTime } from '../scan/iso-time.ts';
import { wordEnd } from './names.ts';
import { isVersionOne, priorityEnd } from './priority.ts';

/** Where a field stands. */
export interface Field {
  start: number;
  end: number;
}

const field = (): Field => ({ start: 0, end: 0 });
const NIL = 0x2d;
const HOST = ascii('host');
const DRAIN = ascii('d.');
const SOURCES = ['app', 'heroku'].map(ascii);

/** The header of one line, read. Reused. */
export class SyslogHeader {
  readonly host = field();
  readonly app = field();
  readonly process = field();
  readonly message = field();
  /** Whole seconds, NO_TIME if nil. */
  time = 0;
  /** Where the header ends, before the space. */
  end = 0;
  readonly #fields = [this.host, this.app, this.process, this.message];

  /** Reads the header with which `bytes[start, end)` begins; false if it begins otherwise. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    const version = priorityEnd(bytes, start, end);
    if (version < 0 || !isVersionOne(bytes, version, end)) return false;
    let at = version + 2;
    this.time = isoTime(bytes, at, end);
    at = wordEnd(bytes, at, end) + 1;
    for (const one of this.#fields) {
      one.start = at;
      one.end = wordEnd(bytes, at, end);
      if (one.end === at) return false;
      at = one.end + 1;
    }
    this.end = this.message.end;
    return this.end <= end;
  }

  /**
   * Whether Logplex wrote it, which leaves structured data out without a word: its host is `host` or a drain's token
   * (`d.…`), its APP-NAME `app` or `heroku`.
   */
  isLogplex(bytes: Uint8Array): boolean {
    const { host, app } = this;
    const isDrain = standsAt(bytes, host.start, host.end, DRAIN) || isWord(bytes, host, HOST);
    return isDrain && isNil(bytes, this.message) && SOURCES.some((source) => isWord(bytes, app, source));
  }
}

function isWord(bytes: Uint8Array, { start, end }: Field, word: Uint8Array): boolean {
  return end - start === word.length && standsAt(bytes, start, end, word);
}

/** Whether the field is left out: `-`. */
export function isNil(bytes: Uint8Array, { start, end }: Field): boolean {
  return end - start === 1 && bytes[start] === NIL;
}
