/**
 * The fan-out tree of routes: a node with more than `MOST_CHILDREN` distinct literal children folds them into one
 * placeholder, because so many names in one place are values (`/blog/:slug`).
 *
 * A fold is never undone and happens as soon as the set of paths asks for it, so the tree depends on that set alone:
 * it does not matter in what order, or in which pieces, the paths were seen. Placeholders that the pure rules made
 * are no literals: they neither count nor fold.
 *
 * What is left for someone who invents paths with few children on every level is bounded by a budget of nodes:
 * beyond it the deepest level is cut off (`:rest`), again and again. That bound is the only thing that may depend
 * on how the log was cut, and the profile says so (`depth`).
 */

/** More distinct literal children than this are values. */
export const MOST_CHILDREN = 256;

/** Nodes of one tree beyond which its deepest level is cut off. */
export const MOST_NODES = 65_536;

const SLASH = 0x2f;
const COLON = 0x3a;
const EQUALS = 0x3d;
const QUERY = 0x3f;
const AMPERSAND = 0x26;
const decoder = new TextDecoder();

const REST = ':rest';
const SLUG = ':slug';

/** The name of the placeholder that literal children such as `child` fold into. */
function foldName(child: string): string {
  return child.startsWith('=') ? '=:value' : SLUG;
}

const isFold = (segment: string): boolean => segment === SLUG || segment === '=:value';

/** What a segment that is no literal begins with, or may begin with: `:id`, `?name`, `&name`, `=:value`. */
const isMark = (first: number): boolean =>
  first === COLON || first === EQUALS || first === QUERY || first === AMPERSAND;

function isLiteral(segment: string): boolean {
  const first = segment.charCodeAt(0);
  return !isMark(first) || (first === EQUALS && segment.charCodeAt(1) !== COLON);
}

class Node {
  readonly children = new Map<string, Node>();
  literals = 0;
  folded = false;
  /** Endpoint by method. */
  ends: Map<string, number> | undefined;
}

/** Told when two endpoints turn out to be one: `absorbed` is `kept` from now on. */
export type Unite = (kept: number, absorbed: number) => void;

/** One tree; endpoints are whole numbers given by the caller. */
export class RouteTree {
  readonly #root = new Node();
  readonly #unite: Unite;
  #nodes = 1;
  #depth = 0;

  constructor(unite: Unite) {
    this.#unite = unite;
  }

  /** Deepest level still told apart; 0 while nothing was cut off. */
  get depth(): number {
    return this.#depth;
  }

  /** Cuts the tree off below `depth`, as a piece with such a bound was; 0 for no bound. */
  limit(depth: number): void {
    if (depth === 0 || (this.#depth !== 0 && this.#depth <= depth)) return;
    this.#depth = depth;
    this.#cut(this.#root, 1);
  }

  /** The endpoint of the method at these segments; `make` gives it a number when it is new. */
  endpoint(segments: readonly string[], method: string, make: () => number): number {
    let node = this.#root;
    for (let level = 0; level < segments.length; level++) {
      if (this.#depth !== 0 && level >= this.#depth) {
        node = this.#child(node, REST);
        break;
      }
      node = this.#child(node, segments[level]!);
    }
    return this.#endAt(node, method, make);
  }

  /** The same of segments that stand as `/segment/segment`, in ASCII: where names are values already they are not even read. */
  endpointOf(text: Uint8Array, method: string, make: () => number): number {
    let node = this.#root;
    for (let level = 0, at = 0; at < text.length; level++) {
      if (this.#depth !== 0 && level >= this.#depth) {
        node = this.#child(node, REST);
        break;
      }
      const from = at + 1;
      at = from;
      while (at < text.length && text[at] !== SLASH) at++;
      const isValue = node.folded && !(from < at && isMark(text[from]!));
      node = this.#child(node, isValue ? SLUG : decoder.decode(text.subarray(from, at)));
    }
    return this.#endAt(node, method, make);
  }

  #endAt(node: Node, method: string, make: () => number): number {
    const found = node.ends?.get(method);
    if (found !== undefined) return found;
    const made = make();
    (node.ends ??= new Map()).set(method, made);
    if (this.#nodes > MOST_NODES) this.#limitDeepest();
    return made;
  }

  /** Calls `visit` with the segments and method of every endpoint. */
  forEach(visit: (segments: readonly string[], method: string, endpoint: number) => void): void {
    const walk = (node: Node, segments: readonly string[]): void => {
      node.ends?.forEach((endpoint, method) => visit(segments, method, endpoint));
      node.children.forEach((child, name) => walk(child, [...segments, name]));
    };
    walk(this.#root, []);
  }

  #child(node: Node, name: string): Node {
    if (isLiteral(name)) {
      if (node.folded) return this.#child(node, foldName(name));
      const found = node.children.get(name);
      if (found) return found;
      if (node.literals >= MOST_CHILDREN) {
        this.#fold(node);
        return this.#child(node, foldName(name));
      }
      node.literals++;
    } else {
      // A piece that was merged in has folded here already.
      if (isFold(name) && !node.folded) this.#fold(node);
      const found = node.children.get(name);
      if (found) return found;
    }
    const made = new Node();
    node.children.set(name, made);
    this.#nodes++;
    return made;
  }

  #fold(node: Node): void {
    node.folded = true;
    node.literals = 0;
    for (const [name, child] of [...node.children]) {
      if (!isLiteral(name)) continue;
      node.children.delete(name);
      this.#nodes--;
      this.#pour(child, this.#child(node, foldName(name)));
    }
  }

  /** Moves everything below and at `from` into `into`. */
  #pour(from: Node, into: Node): void {
    from.ends?.forEach((endpoint, method) => {
      const kept = into.ends?.get(method);
      if (kept === undefined) (into.ends ??= new Map()).set(method, endpoint);
      else this.#unite(kept, endpoint);
    });
    if (from.folded && !into.folded) this.#fold(into);
    for (const [name, child] of from.children) {
      this.#nodes--;
      this.#pour(child, this.#child(into, name));
    }
  }

  /** Makes one node of all children below level `level` of the bound. */
  #cut(node: Node, level: number): void {
    if (level <= this.#depth) {
      node.children.forEach((child) => this.#cut(child, level + 1));
      return;
    }
    const rest = new Node();
    for (const child of [...node.children.values()]) this.#flatten(child, rest);
    if (node.children.size === 0) return;
    node.children.clear();
    node.literals = 0;
    node.folded = false;
    node.children.set(REST, rest);
    this.#nodes++;
  }

  #flatten(from: Node, into: Node): void {
    this.#nodes--;
    from.ends?.forEach((endpoint, method) => {
      const kept = into.ends?.get(method);
      if (kept === undefined) (into.ends ??= new Map()).set(method, endpoint);
      else this.#unite(kept, endpoint);
    });
    from.children.forEach((child) => this.#flatten(child, into));
  }

  #limitDeepest(): void {
    let depth = this.#depth === 0 ? this.#deepest(this.#root) : this.#depth;
    while (this.#nodes > MOST_NODES && depth > 1) this.limit(--depth);
  }

  #deepest(node: Node): number {
    let deepest = 0;
    node.children.forEach((child) => (deepest = Math.max(deepest, 1 + this.#deepest(child))));
    return deepest;
  }
}
