/** Error logs of Gunicorn, Hypercorn, uvicorn and Granian: when workers start and end. They carry no memory. */
import type { LineKind, LineRecord } from '../../record.ts';
import { digitsEnd, digitsStart, wholeNumber } from '../../scan/bytes.ts';
import type { About, Format } from '../format.ts';
import { readTail, Tail, trimmedEnd } from '../memhog/tail.ts';
import {
  granianEvent,
  gunicornEvent,
  isGranianTalk,
  isUvicornTalk,
  messageText,
  uvicornEvent,
} from './sayings.ts';
import { Beginning, readBeginning } from './shape.ts';

const ABOUT: About = {
  title: 'error logs of Gunicorn, Hypercorn, uvicorn and Granian',
  example: '[2026-11-22 18:58:44 +0000] [31909] [INFO] Booting worker with pid: 31909',
  tells: 'when workers start, end and are killed; no memory: that stands in the access lines',
  switchOn: 'add memory to the access line with the logger class of memhog',
  setup: 'gunicorn',
  landmarks: [
    {
      what: 'the time, as in [2026-11-22 18:58:44 +0000]',
      pattern: /^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}\]/,
    },
    { what: 'the process, as in [31909]', pattern: / \[\d+\]/ },
    { what: 'the level, as in [INFO]', pattern: / \[[A-Z]+\] / },
  ],
};

/** Parser of lifecycle lines of servers for Python. */
export class PythonServerLog implements Format {
  readonly name = 'gunicorn';
  readonly about = ABOUT;
  readonly isTimed = false;
  readonly #beginning = new Beginning();
  readonly #tail = new Tail();

  parse(bytes: Uint8Array, start: number, end: number, record: LineRecord): LineKind {
    record.next = end;
    const beginning = this.#beginning;
    if (!readBeginning(bytes, start, end, record.around.pid, beginning)) return 'foreign';
    const stop = trimmedEnd(bytes, beginning.message, end);
    // An application may write memhog's own lines through the server's logger.
    if (readTail(bytes, beginning.message, stop, this.#tail)) return 'foreign';
    const text = messageText(bytes, beginning.message, stop);
    const { shape } = beginning;
    record.event = shape === 'syslog' ? gunicornEvent(text, record.around.pid) : this.#event(bytes, text);
    if (record.event) return 'lifecycle';
    if (shape === 'syslog') return 'foreign';
    if ((shape === 'uvicorn' && !isUvicornTalk(text)) || (shape === 'granian' && !isGranianTalk(text)))
      return 'foreign';
    record.reason = 'server message';
    return 'ignored';
  }

  #event(bytes: Uint8Array, text: string): LineRecord['event'] {
    const { shape, message } = this.#beginning;
    if (shape === 'uvicorn') return uvicornEvent(text);
    if (shape === 'granian') return granianEvent(text);
    return gunicornEvent(text, writerBefore(bytes, message));
  }
}

/** The process id in `[31909] [INFO] `, which ends at `message`. */
function writerBefore(bytes: Uint8Array, message: number): number {
  let at = message - 1;
  // The beginning was read: two brackets stand before the message.
  for (let brackets = 0; brackets < 2; at--) if (bytes[at] === 0x5d) brackets++;
  const start = digitsStart(bytes, at + 1, 0);
  return wholeNumber(bytes, start, digitsEnd(bytes, start, at + 1));
}
