/** What names mean, remembered by where they stand: the lines of a log have the same ones again and again. */
import { copied, standsAt } from '../../scan/bytes.ts';
import type { Known } from '../fields/meanings.ts';
import type { Vocabulary } from '../fields/vocabulary.ts';

/** Names remembered; a logger writes some dozens. */
const MOST_NODES = 4096;
/** Longer ones mean nothing. */
const LONGEST_NAME = 64;
const SLOTS = 1024;

/** One name at its place. */
export interface NameNode {
  /** Tells it from every other node. */
  readonly id: number;
  /** The name with those around it, joined by points. */
  readonly path: string;
  readonly known: Known | undefined;
  readonly children: Map<string, NameNode>;
}

interface Slot {
  readonly parent: NameNode;
  readonly name: Uint8Array;
  readonly node: NameNode;
}

/** Whatever stands below a name that is too long. */
const NOTHING: NameNode = { id: -1, path: ' ', known: undefined, children: new Map() };

/** See the top of this file. */
export class NameTree {
  root: NameNode = { id: 0, path: '', known: undefined, children: new Map() };
  readonly #vocabulary: Vocabulary;
  readonly #slots: (Slot | undefined)[] = new Array<undefined>(SLOTS).fill(undefined);
  readonly #decoder = new TextDecoder();
  #nodes = 0;

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
  }

  /** The node of the name in `bytes[start, end)`, as it stands between its quotes, below `parent`. */
  child(parent: NameNode, bytes: Uint8Array, start: number, end: number): NameNode {
    const length = end - start;
    if (length > LONGEST_NAME || parent === NOTHING) return NOTHING;
    const mixed = (bytes[start]! << 4) ^ bytes[end - 1]! ^ (bytes[start + (length >> 1)]! << 2);
    const place = (mixed ^ (length << 6) ^ (parent.id * 31)) & (SLOTS - 1);
    const slot = this.#slots[place];
    if (slot?.parent === parent && slot.name.length === length && standsAt(bytes, start, end, slot.name))
      return slot.node;
    const name = copied(bytes, start, end);
    const node = this.#node(parent, this.#decoder.decode(name));
    this.#slots[place] = { parent, name, node };
    return node;
  }

  #node(parent: NameNode, written: string): NameNode {
    const name = written.includes('\\') ? unescaped(written) : written;
    const found = parent.children.get(name);
    if (found) return found;
    if (this.#nodes >= MOST_NODES) {
      // Names without end are somebody's values; those that matter come again.
      this.root = { ...this.root, children: new Map() };
      this.#slots.fill(undefined);
      this.#nodes = 0;
    }
    const path = parent.path === '' ? name : `${parent.path}.${name}`;
    const known = this.#vocabulary.find(path);
    const made: NameNode = { id: ++this.#nodes, path, known, children: new Map() };
    parent.children.set(name, made);
    return made;
  }
}

/** A name without its escapes; one that cannot be read means nothing. */
function unescaped(written: string): string {
  try {
    const name: unknown = JSON.parse(`"${written}"`);
    return typeof name === 'string' ? name : ' ';
  } catch {
    return ' ';
  }
}
