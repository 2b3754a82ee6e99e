/**
 * Lines that are JSON objects: pino, bunyan, winston, Rails and Python loggers, and what people write themselves.
 * What a field means is told by its name (see ../fields); objects within are looked into.
 */
import type { LineKind, LineRecord } from '../../record.ts';
import { FieldLine } from '../fields/field-line.ts';
import { mayHoldMemory } from '../fields/memory-hint.ts';
import type { Vocabulary } from '../fields/vocabulary.ts';
import type { About, Format } from '../format.ts';
import { NameTree } from './name-tree.ts';
import type { NameNode } from './name-tree.ts';

/** Objects are looked into so deep, and so many fields of a line are looked at. */
const DEEPEST = 6;
const MOST_FIELDS = 400;
/** Longer texts are none that memhog reads; a path may be. */
const LONGEST_TEXT = 16_384;

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
  /** Texts of the line, one after the other. */
  #texts = new Uint8Array(4096);
  #used = 0;
  #fields = 0;

  /** Reads lines by the names of `vocabulary`. */
  constructor(vocabulary: Vocabulary) {
    this.#names = new NameTree(vocabulary);
    this.#isPlain = vocabulary.isPlain;
  }

  parse(bytes: Uint8Array, start: number, end: number, record: LineRecord): LineKind {
    record.next = end;
    if (bytes[start] !== 0x7b || bytes[end - 1] !== 0x7d || end - start < 2) return 'foreign';
    if (this.#isPlain && !mayHoldMemory(bytes, start, end)) return 'foreign';
    const value = parsed(this.#decoder.decode(bytes.subarray(start, end)));
    if (!isObject(value)) return 'foreign';
    this.#line.reset();
    this.#fields = 0;
    this.#used = 0;
    // A text is never longer in bytes than in the line, escapes included, but for lone surrogates: `\\ud800` becomes 3 bytes.
    if (this.#texts.length < end - start) this.#texts = new Uint8Array(2 * (end - start));
    this.#object(value, this.#names.root, DEEPEST);
    return this.#line.toRecord(record, true);
  }

  #object(object: Readonly<Record<string, unknown>>, node: NameNode, depth: number): void {
    for (const name in object) {
      if (++this.#fields > MOST_FIELDS) return;
      const value = object[name];
      if (typeof value === 'string' || typeof value === 'number') {
        const { known } = this.#names.child(node, name);
        if (known === undefined) continue;
        if (typeof value === 'number') this.#line.number(known, value);
        else if (value.length <= LONGEST_TEXT) {
          const from = this.#used;
          this.#used += this.#encoder.encodeInto(value, this.#texts.subarray(from)).written;
          this.#line.text(known, this.#texts, from, this.#used);
        }
      } else if (depth > 1 && isObject(value)) this.#object(value, this.#names.child(node, name), depth - 1);
    }
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

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
