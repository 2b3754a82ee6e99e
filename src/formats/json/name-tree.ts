/** What names mean, remembered by where they stand: the lines of a log have the same ones again and again. */
import type { Known } from '../fields/meanings.ts';
import type { Vocabulary } from '../fields/vocabulary.ts';

/** Names remembered; a logger writes some dozens. */
const MOST_NODES = 4096;
/** Longer ones mean nothing. */
const LONGEST_NAME = 64;

/** One name at its place. */
export interface NameNode {
  /** The name with those around it, joined by points. */
  readonly path: string;
  readonly known: Known | undefined;
  readonly children: Map<string, NameNode>;
}

const nameless = (): NameNode => ({ path: '', known: undefined, children: new Map() });
/** Whatever stands below a name that is too long. */
const NOTHING: NameNode = { path: ' ', known: undefined, children: new Map() };

/** See the top of this file. */
export class NameTree {
  root = nameless();
  readonly #vocabulary: Vocabulary;
  #nodes = 0;

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
  }

  /** The node of `name` below `node`. */
  child(node: NameNode, name: string): NameNode {
    const found = node.children.get(name);
    if (found) return found;
    if (name.length > LONGEST_NAME || node === NOTHING) return NOTHING;
    const path = node.path === '' ? name : `${node.path}.${name}`;
    const made: NameNode = { path, known: this.#vocabulary.find(path), children: new Map() };
    if (this.#nodes >= MOST_NODES) {
      // Names without end are somebody's values; those that matter come again.
      this.root = nameless();
      this.#nodes = 0;
    }
    node.children.set(name, made);
    this.#nodes++;
    return made;
  }
}
