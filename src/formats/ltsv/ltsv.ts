/** Labelled tab-separated values (ltsv.org): `label:value` between tabs. */
import type { LineKind, LineRecord } from '../../record.ts';
import { findByte } from '../../scan/bytes.ts';
import { FieldLine } from '../fields/field-line.ts';
import { PLACE } from '../fields/meanings.ts';
import { mayHoldMemory } from '../fields/memory-hint.ts';
import { NameMemo } from '../fields/name-memo.ts';
import type { Vocabulary } from '../fields/vocabulary.ts';
import type { About, Format } from '../format.ts';

const TAB = 0x09;
const COLON = 0x3a;
/** Labels looked at in one line. */
const MOST_LABELS = 200;

const ABOUT: About = {
  title: 'LTSV lines with a memory field',
  example:
    'time:22/Nov/2026:18:34:01 +0000\tpid:4021\tmethod:GET\turi:/export?id=7\tstatus:200\treqtime:0.008\trss:61276160',
  tells: 'memory of the process after each request; per worker where lines carry a pid',
  switchOn: 'add the memory of the process to each line, as rss in bytes or rss_kb, and the pid',
  setup: '',
  landmarks: [
    { what: 'a labelled value and a tab, as in status:200', pattern: /^\w[^\t:]{0,60}:[^\t]{0,4000}\t/ },
    { what: 'a memory field, as in rss:61276160', pattern: /(?:rss|mem|heap|vsz|uss|pss)[\w.]{0,40}:/i },
  ],
};

/** Parser of LTSV. One for each stream of lines. */
export class Ltsv implements Format {
  readonly name = 'ltsv';
  readonly about = ABOUT;
  readonly isTimed = false;
  readonly #memo: NameMemo;
  readonly #isPlain: boolean;
  readonly #line = new FieldLine();

  get isLineByLine(): boolean {
    return this.#line.isLineByLine;
  }

  /** Reads lines by the names of `vocabulary`. */
  constructor(vocabulary: Vocabulary) {
    this.#memo = new NameMemo(vocabulary);
    this.#isPlain = vocabulary.isPlain;
  }

  parse(bytes: Uint8Array, start: number, end: number, record: LineRecord): LineKind {
    record.next = end;
    if (labelEnd(bytes, start, end) < 0 || findByte(bytes, start, end, TAB) < 0) return 'foreign';
    if (this.#isPlain && !mayHoldMemory(bytes, start, end)) return 'foreign';
    this.#line.reset();
    let from = start;
    for (let label = 0; from < end && label < MOST_LABELS; label++) {
      const tab = findByte(bytes, from, end, TAB);
      const to = tab < 0 ? end : tab;
      const colon = labelEnd(bytes, from, to);
      // The standard's `host` is the client.
      const known = colon < 0 ? undefined : this.#memo.find(label, bytes, from, colon);
      if (known && known.place !== PLACE.site) this.#line.text(known, bytes, colon + 1, to);
      from = to + 1;
    }
    return this.#line.toRecord(record, true);
  }
}

/** Where the colon after a label at `from` stands, -1 if none begins there. */
function labelEnd(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!;
    if (byte === COLON) return at > from ? at : -1;
    if (byte <= 0x20 || byte > 0x7e) return -1;
  }
  return -1;
}
