import type { LineKind, LineRecord } from '../../record.ts';
import type { About, Format } from '../format.ts';
import { checkUse, compile, isFigure } from './compile.ts';
import type { Piece, Template } from './compile.ts';
import { OVERFLOW } from '../overflow.ts';
import { fillReading } from '../memhog/fill.ts';
import { Names } from '../memhog/names.ts';
import { isKnownVersion, mayEndInTail, readTail, Tail } from '../memhog/tail.ts';
import { dialectOf } from './dialect.ts';
import type { Dialect } from './dialect.ts';
import { Filler } from './fill.ts';
import { Matcher } from './match.ts';
import { exampleOf, landmarksOf } from './sample.ts';

/** From this weight on, a part of a line is taken for the template's, though the rest is broken. */
const TELLING = 10;

const CUT = 'cut or broken within the log format';
const UNCLEAR = 'two readings of one request';

/** So much of a format string is named where a message speaks of it: its beginning, and its end. */
const NAMED_HEAD = 28;
const NAMED_TAIL = 12;

/** The format string in short, in the quotes that titles use; two of one configuration differ at their beginning or end. */
function quoted(text: string): string {
  const plain = text.replaceAll('`', "'").replaceAll(/\p{Cc}/gu, ' ');
  if (plain.length <= NAMED_HEAD + NAMED_TAIL) return `\`${plain}\``;
  return `\`${plain.slice(0, NAMED_HEAD)}…${plain.slice(-NAMED_TAIL)}\``;
}

function aboutOf(text: string, template: Template, { title, setup, switchOn }: Dialect): About {
  const isPeak = template.fields.some(({ says }) => says === 'peak');
  return {
    title: `the format given ${quoted(text)} (${title})`,
    example: exampleOf(template),
    tells: isPeak
      ? 'the peak of each request: what is large in passing, never what is kept'
      : 'what the format holds',
    switchOn,
    setup,
    landmarks: landmarksOf(template),
  };
}

/** Lines of one format string. One for each stream of lines. */
export class TemplateFormat implements Format {
  readonly name: string;
  readonly about: About;
  readonly isTimed: boolean;
  readonly isLineByLine = true;
  readonly #template: Template;
  readonly #matcher: Matcher;
  readonly #filler: Filler;
  /** Fields without which a reading is worth nothing: the figures, and whose they are. */
  readonly #needed: readonly number[];
  readonly #path: number;
  readonly #tail = new Tail();
  readonly #names = new Names();

  constructor(template: Template, name: string, about: About) {
    this.name = name;
    this.about = about;
    this.isTimed = template.fields.some(({ says }) => says === 'time' || says === 'epoch' || says === 'year');
    this.#template = template;
    this.#matcher = new Matcher(template);
    this.#filler = new Filler(template, this.#matcher.places);
    this.#needed = template.fields.flatMap(({ says }, i) => (isFigure(says) || says === 'pid' ? [i] : []));
    this.#path = template.fields.findIndex(({ says }) => says === 'path');
  }

  /** Reads the line only if all of it fits; else the record may be spoilt. */
  parseWhole(bytes: Uint8Array, start: number, end: number, record: LineRecord): boolean {
    record.next = end;
    const hasTail = this.#findTail(bytes, start, end);
    const fit = this.#matcher.match(bytes, start, hasTail ? this.#tail.start : end, true);
    return fit === 'whole' && this.#whole(bytes, hasTail, record) === 'request';
  }

  parse(bytes: Uint8Array, start: number, end: number, record: LineRecord): LineKind {
    record.next = end;
    const { front, back } = this.#template;
    const hasTail = this.#findTail(bytes, start, end);
    const fit = this.#matcher.match(bytes, start, hasTail ? this.#tail.start : end);
    switch (fit) {
      case 'none':
        return 'foreign';
      case 'whole':
        return this.#whole(bytes, hasTail, record);
      case 'cut':
        return this.#broken(front, bytes, record);
      case 'headless':
        // The text before may hold what a client sent, so the reading is not believed.
        if (back.weight < TELLING) return 'foreign';
        record.reason = CUT;
        return 'malformed';
      case 'gap':
        return front.weight + back.weight < TELLING ? 'foreign' : this.#request(bytes, record, CUT);
    }
  }

  /** Where the format ends in a client's text, the client could have written the tail. */
  #findTail(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.#template.back.parts.length === 0 || !mayEndInTail(bytes, start, end)) return false;
    return readTail(bytes, start, end, this.#tail);
  }

  /** What the tail says is newer and finer than what the format holds. */
  #whole(bytes: Uint8Array, hasTail: boolean, record: LineRecord): LineKind {
    const kind = this.#request(bytes, record, UNCLEAR);
    if (kind === 'request' && hasTail && isKnownVersion(bytes, this.#tail))
      fillReading(bytes, this.#tail, this.#names, record);
    return kind;
  }

  #broken(piece: Piece, bytes: Uint8Array, record: LineRecord): LineKind {
    return piece.weight < TELLING ? 'foreign' : this.#request(bytes, record, CUT);
  }

  #lacksNeeded(starts: Int32Array): boolean {
    const needed = this.#needed;
    for (let i = 0; i < needed.length; i++) if (starts[needed[i]!]! < 0) return true;
    return false;
  }

  /** A request with what is known of it; `reason` says why its route is lost, if it is. */
  #request(bytes: Uint8Array, record: LineRecord, reason: string): LineKind {
    const { starts } = this.#matcher.places;
    if (this.#lacksNeeded(starts)) {
      record.reason = reason;
      return 'malformed';
    }
    this.#filler.fill(bytes, record);
    if (this.#filler.overflowed) record.reason = OVERFLOW;
    else if (this.#path >= 0 && starts[this.#path]! < 0) record.reason = reason;
    return 'request';
  }
}

/**
 * The format that a server writes with the format string `text` of its configuration. Throws UsageError when the text
 * has no memory, no path, or two fields that cannot be told apart.
 */
export function templateFormat(text: string): Format {
  const dialect = dialectOf(text);
  const parts = dialect.parts(text);
  checkUse(parts);
  const template = compile(parts);
  return new TemplateFormat(template, dialect.name, aboutOf(text, template, dialect));
}
