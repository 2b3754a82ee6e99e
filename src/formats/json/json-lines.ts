/**
 * Lines that are JSON objects: pino, bunyan, winston, Rails and Python loggers, and what people write themselves.
 * What a field means is told by its name (see ../fields); objects within are looked into.
 */
import type { LineKind, LineRecord } from '../../record.ts';
import { digitsEnd, isDigit, wholeNumber } from '../../scan/bytes.ts';
import { FieldLine } from '../fields/field-line.ts';
import type { Known } from '../fields/meanings.ts';
import { mayHoldMemory } from '../fields/memory-hint.ts';
import type { Vocabulary } from '../fields/vocabulary.ts';
import type { About, Format } from '../format.ts';
import { NameTree } from './name-tree.ts';
import type { NameNode } from './name-tree.ts';
import { LineShapes, ValuePlaces } from './line-shape.ts';
import { LONGEST_TEXT } from './shape-reader.ts';
import {
  afterBlanks,
  BACKSLASH,
  CLOSE_BRACE,
  COLON,
  COMMA,
  OPEN_BRACE,
  QUOTE,
  stringEnd,
  valueEnd,
} from './shape.ts';

/** Objects are looked into so deep, and so many fields of a line are looked at. */
const DEEPEST = 6;
const MOST_FIELDS = 400;
const MINUS = 0x2d;

const ABOUT: About = {
  title: 'JSON lines with a memory field (pino, bunyan, winston and others)',
  example:
    '{"level":30,"time":1795373641123,"pid":4021,"hostname":"web-1","req":{"method":"GET","url":"/export?id=7"},"res":{"statusCode":200},"responseTime":8,"rss":61276160,"heapUsed":24117248,"msg":"request completed"}',
  tells: 'memory of the process after each request; per worker where lines carry a pid',
  switchOn:
    'add the memory of the process to each request line, as in rss: process.memoryUsage.rss(), and the pid',
  setup: 'express',
  landmarks: [
    { what: 'the start of an object, {', pattern: /^\s*\{\s*"/ },
    {
      what: 'a memory field, as in "rss":61276160',
      pattern: /"[^"]{0,80}(?:rss|mem|heap|vsz|uss|pss)[^"]{0,80}"\s*:/i,
    },
    { what: 'its figure, a number above 0', pattern: /^\s*"?(?=[\d.]*[1-9])/ },
  ],
};

/** Parser of lines that are one JSON object each. One for each stream of lines. */
export class JsonLines implements Format {
  readonly name = 'json';
  readonly about = ABOUT;
  readonly isTimed = false;
  readonly #names: NameTree;
  readonly #isPlain: boolean;
  readonly #line = new FieldLine();
  readonly #decoder = new TextDecoder();
  readonly #encoder = new TextEncoder();
  /** Texts of the line that have escapes, without them, one after the other. */
  #texts = new Uint8Array(4096);
  #used = 0;
  #fields = 0;
  readonly #places = new ValuePlaces();
  readonly #shapes: LineShapes;

  get isLineByLine(): boolean {
    return this.#line.isLineByLine;
  }

  /** Reads lines by the names of `vocabulary`. */
  constructor(vocabulary: Vocabulary) {
    this.#names = new NameTree(vocabulary);
    this.#isPlain = vocabulary.isPlain;
    this.#shapes = new LineShapes(this.#line, this.#isPlain);
  }

  parse(bytes: Uint8Array, start: number, end: number, record: LineRecord): LineKind {
    record.next = end;
    if (bytes[start] !== OPEN_BRACE || bytes[end - 1] !== CLOSE_BRACE || end - start < 2) return 'foreign';
    const kind = this.#shapes.read(bytes, start, end, record);
    if (kind !== undefined) return kind;
    if (this.#isPlain && !mayHoldMemory(bytes, start, end)) return 'foreign';
    this.#line.reset();
    this.#fields = 0;
    this.#used = 0;
    this.#places.reset();
    const stop = this.#object(bytes, start, end, this.#names.root, DEEPEST);
    if (stop !== end && this.#fields <= MOST_FIELDS) return 'foreign';
    if (stop === end) this.#shapes.learn(bytes, start, end, this.#places);
    return this.#line.toRecord(record, true);
  }

  /**
   * Takes the members of the object that opens at `at`; where it ends, or -1 where it is broken (or has too many members).
   * Members are taken as they stand, not as `JSON.parse` would leave them: of a name that stands twice that keeps the last, and a
   * client's text in a log format that looks like JSON can add a name.
   */
  #object(bytes: Uint8Array, at: number, end: number, node: NameNode, depth: number): number {
    at = afterBlanks(bytes, at + 1, end);
    if (bytes[at] === CLOSE_BRACE) return at + 1;
    while (at < end && bytes[at] === QUOTE) {
      if (++this.#fields > MOST_FIELDS) return -1;
      const nameEnd = stringEnd(bytes, at, end);
      const colon = nameEnd < 0 ? -1 : afterBlanks(bytes, nameEnd, end);
      if (colon < 0 || colon >= end || bytes[colon] !== COLON) return -1;
      const child = this.#names.child(node, bytes, at + 1, nameEnd - 1);
      const value = afterBlanks(bytes, colon + 1, end);
      const stop =
        bytes[value] === OPEN_BRACE && depth > 1
          ? this.#object(bytes, value, end, child, depth - 1)
          : this.#value(bytes, value, end, child.known);
      if (stop < 0) return -1;
      at = afterBlanks(bytes, stop, end);
      if (at < end && bytes[at] === CLOSE_BRACE) return at + 1;
      if (at >= end || bytes[at] !== COMMA) return -1;
      at = afterBlanks(bytes, at + 1, end);
    }
    return -1;
  }

  /** Takes the value at `at` of a field that means `known`, or nothing; where it ends, or -1. */
  #value(bytes: Uint8Array, at: number, end: number, known: Known | undefined): number {
    const stop = valueEnd(bytes, at, end);
    this.#places.note(at, stop, known);
    if (stop < 0 || known === undefined) return stop;
    const first = bytes[at]!;
    if (first === QUOTE) {
      if (stop - at <= LONGEST_TEXT) this.#text(bytes, at, stop, known);
    } else if (first === MINUS || isDigit(first)) {
      const isWhole = stop - at <= 15 && digitsEnd(bytes, at, stop) === stop;
      this.#line.number(
        known,
        isWhole ? wholeNumber(bytes, at, stop) : Number(this.#decoder.decode(bytes.subarray(at, stop))),
      );
    }
    return stop;
  }

  /** Takes the string in `bytes[start, end)`, quotes included. */
  #text(bytes: Uint8Array, start: number, end: number, known: Known): void {
    let plain = start + 1;
    while (bytes[plain] !== BACKSLASH && plain < end) plain++;
    if (plain === end) {
      this.#line.text(known, bytes, start + 1, end - 1);
      return;
    }
    const text = parsed(this.#decoder.decode(bytes.subarray(start, end)));
    if (typeof text !== 'string') return;
    const from = this.#used;
    // What was taken before stays where it is; a character is three bytes at most.
    if (this.#texts.length < from + 3 * text.length)
      this.#texts = new Uint8Array(2 * (from + 3 * text.length));
    this.#used += this.#encoder.encodeInto(text, this.#texts.subarray(from)).written;
    this.#line.text(known, this.#texts, from, this.#used);
  }
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
