/** Warnings on stderr, of which there may be one for each of many thousand inputs. */
import type { InputWarning } from '../input/chunks.ts';
import { warningLine } from '../render/error-line.ts';
import type { Io } from './io.ts';

/** So many of one kind are told; the rest is counted. */
const MOST_OF_A_KIND = 5;

/** Tells warnings as they come, the first few of each kind. */
export class ToldWarnings {
  readonly #io: Pick<Io, 'err'>;
  readonly #counts = new Map<InputWarning['code'], number>();

  constructor(io: Pick<Io, 'err'>) {
    this.#io = io;
  }

  /** Tells it, unless there were enough of its kind. */
  tell({ code, text }: InputWarning): void {
    const before = this.#counts.get(code) ?? 0;
    this.#counts.set(code, before + 1);
    if (before < MOST_OF_A_KIND) this.#io.err(warningLine(text));
  }

  /** Tells how many were not told. Call once, when all is read. */
  end(): void {
    for (const [code, count] of this.#counts) {
      const untold = count - MOST_OF_A_KIND;
      if (untold > 0) this.#io.err(warningLine(`${untold} more like these: ${WORDS[code]}`));
    }
  }
}

/** What the untold ones are. */
const WORDS: Readonly<Record<InputWarning['code'], string>> = {
  'same-file': 'inputs that were named twice; each is read once',
  copy: 'files that hold lines of others (within one folder they are counted once)',
  'not-compared': 'files so many of which begin alike that they are not compared',
  skipped: 'folders of which something was left out',
  lost: 'files of which something was lost',
  'expands-too-far': 'files that were not read to their end, since they expand too far',
  'broken-counts': 'files whose counts of records are wrong; read as lines from there on',
  waiting: 'inputs that are waited for',
  days: 'warnings about days',
  unreadable: 'files that cannot be read',
};
