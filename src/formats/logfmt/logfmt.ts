/**
 * Lines of `key=value` and `key="quoted value"` pairs: logfmt as Heroku, Go and Python loggers write it, and lograge of
 * Rails. Words may stand before the first pair; between pairs, or after them, there are none.
 */
import type { LineKind, LineRecord } from '../../record.ts';
import { NO_TIME } from '../../record.ts';
import { ascii, find, needle, standsAt } from '../../scan/bytes.ts';
import { CLF_LENGTH, clfTime } from '../../scan/clf-time.ts';
import { FieldLine } from '../fields/field-line.ts';
import { mayHoldMemory } from '../fields/memory-hint.ts';
import { NameMemo } from '../fields/name-memo.ts';
import type { Vocabulary } from '../fields/vocabulary.ts';
import type { About, Format } from '../format.ts';
import { readPrefix } from './prefix.ts';
import { quoteEnd, unescape } from './quotes.ts';

/** Pairs looked at in one line. */
const MOST_PAIRS = 200;
const SPACE = 0x20;
const EQUALS = 0x3d;
const QUOTE = 0x22;
/** Where the bracket closes in `[22/Nov/2026:18:58:47 +0000]`. */
const CLOSE_OF_TIME = CLF_LENGTH + 7;
/** Lines that memhog's own middleware wrote are read by that format. */
const OWN_START = ascii('memhog ');
const OWN_TAIL = needle(' memhog v=1 ');

const ABOUT: About = {
  title: 'logfmt lines with a memory field (lograge of Rails and others)',
  example:
    'I, [2026-11-22T18:34:01.123456 #4413]  INFO -- : method=GET path=/jobs/833552.json format=json controller=JobsController action=show status=200 duration=58.33 view=40.43 db=15.26 rss=187654144',
  tells: 'memory of the process after each request; per worker where lines carry a pid',
  switchOn:
    'add the memory of the process to each line (lograge: config.lograge.custom_options with rss_kb and pid)',
  setup: 'rails',
  landmarks: [
    { what: 'a pair, as in status=200', pattern: /(?<![\w.])[\w.]{1,80}=/ },
    { what: 'a memory field, as in rss=187654144', pattern: /(?:rss|mem|heap|vsz|uss|pss)[\w.]{0,40}=/i },
  ],
};

/** Parser of logfmt. One for each stream of lines. */
export class Logfmt implements Format {
  readonly name = 'logfmt';
  readonly about = ABOUT;
  readonly isTimed = false;
  readonly #memo: NameMemo;
  readonly #isPlain: boolean;
  readonly #line = new FieldLine();
  #texts = new Uint8Array(4096);
  #used = 0;
  /** Of the line at hand: where its first pair starts, and whether a quote was left open. */
  #firstPair = -1;
  #isOpen = false;
  /** Whether words stand between or after the pairs: then it is prose, or somebody else's text with pairs in it. */
  #isProse = false;

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
    if (this.#isPlain && !mayHoldMemory(bytes, start, end)) return 'foreign';
    if (bytes[start] === 0x7b || standsAt(bytes, start, end, OWN_START)) return 'foreign';
    if (find(bytes, start, end, OWN_TAIL) >= 0) return 'foreign';
    this.#line.reset();
    this.#pairs(bytes, start, end);
    if (this.#isProse) return 'foreign';
    const kind = this.#line.toRecord(record, this.#firstPair === start);
    if (kind !== 'request') return kind;
    if (this.#isOpen) {
      record.reason = 'a quote that is not closed';
      return 'malformed';
    }
    const prefix = readPrefix(bytes, start, this.#firstPair);
    if (record.time === NO_TIME) record.time = prefix.time;
    if (record.pid === 0) record.pid = prefix.pid;
    return kind;
  }

  #pairs(bytes: Uint8Array, start: number, end: number): void {
    this.#firstPair = -1;
    this.#isOpen = false;
    this.#isProse = false;
    this.#used = 0;
    if (this.#texts.length < end - start) this.#texts = new Uint8Array(2 * (end - start));
    let pairs = 0;
    let word = start;
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!;
      if (byte === SPACE) {
        this.#isProse ||= this.#firstPair >= 0 && at > word;
        word = at + 1;
      } else if (byte === QUOTE) {
        // Text in quotes before the pairs, or within them but for a value, is a client's or another program's.
        this.#isProse = true;
        return;
      } else if (byte === EQUALS && at > word) {
        if (++pairs > MOST_PAIRS) return;
        if (this.#firstPair < 0) this.#firstPair = word;
        at = this.#value(pairs - 1, bytes, word, at, end);
        if (at < 0) return;
        word = at + 1;
      }
    }
    this.#isProse ||= this.#firstPair >= 0 && word < end;
  }

  /** Takes the value of the name in `bytes[word, equals)`; where the space after it stands, or -1 at the end. */
  #value(pair: number, bytes: Uint8Array, word: number, equals: number, end: number): number {
    const isQuoted = bytes[equals + 1] === QUOTE && equals + 1 < end;
    const from = isQuoted ? equals + 2 : equals + 1;
    let to = isQuoted ? quoteEnd(bytes, from, end) : from;
    if (isQuoted) this.#isOpen ||= to < 0;
    else to = bracketedEnd(bytes, from, end);
    if (to < 0) to = end;
    const known = this.#memo.find(pair, bytes, word, equals);
    if (known) {
      if (isQuoted && bytes.subarray(from, to).includes(0x5c)) {
        const at = this.#used;
        this.#used = unescape(bytes, from, to, this.#texts, at);
        this.#line.text(known, this.#texts, at, this.#used);
      } else this.#line.text(known, bytes, from, to);
    }
    while (to < end && bytes[to] !== SPACE) to++;
    return to < end ? to : -1;
  }
}

/** Where the value without quotes ends that starts at `at`: before a space, but for that of `[22/Nov/2026:18:58:47 +0000]`. */
function bracketedEnd(bytes: Uint8Array, at: number, end: number): number {
  const close = at + CLOSE_OF_TIME;
  const isTime = bytes[at] === 0x5b && close < end && bytes[close] === 0x5d;
  let to = isTime && clfTime(bytes, at + 1, end) !== NO_TIME ? close : at;
  while (to < end && bytes[to] !== SPACE) to++;
  return to;
}
