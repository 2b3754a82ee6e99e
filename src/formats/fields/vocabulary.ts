/** The names that one user's logs are read with: those that memhog knows, and those that the user gave. */
import { UsageError } from '../../errors.ts';
import type { FormatOptions } from '../format.ts';
import { PLACE } from './meanings.ts';
import type { Known } from './meanings.ts';
import { CONTAINED_RANK, knownAs, knownNames, meaningNamed, plainName } from './names.ts';

/** What loggers put fields of one's own into. */
const CONTAINERS =
  /^(?:extra|context|ctx|data|meta|metadata|attributes|attr|labels|fields|payload|props|properties|event|json|record|log)\./;
/** Monolog's memory_usage is what PHP holds within one request, and no resident size. */
const MISLEADING = /^extra\.(?:memory|mem)(?:usage)?$/;

let known: ReadonlyMap<string, Known> | undefined;

/** Looks names up. Immutable. */
export class Vocabulary {
  /** Whether a line can hold a figure only under names that memhog knows itself. */
  readonly isPlain: boolean;
  readonly #own = new Map<string, Known>();
  readonly #taken = new Set<number>();

  /** Throws UsageError when `fields` names what memhog has no use for. */
  constructor({ fields = {} }: FormatOptions = {}) {
    for (const [ours, theirs] of Object.entries(fields)) {
      const meant = meaningNamed(ours);
      if (!meant)
        throw new UsageError(
          `--fields: '${ours}' is nothing memhog reads; it reads ${Object.keys(PLACE).join(', ')} (and rss_kb, rss_mb, …)`,
        );
      if (theirs.trim() === '')
        throw new UsageError(`--fields: the name of the field for '${ours}' is missing`);
      this.#own.set(plainName(theirs.trim()), knownAs(meant.meaning, meant.scale, -1));
      this.#taken.add(PLACE[meant.meaning]);
    }
    this.isPlain = this.#own.size === 0;
  }

  /** What a field of this name means, undefined for nothing. Points join the names that one stands within. */
  find(name: string): Known | undefined {
    const plain = plainName(name);
    const own = this.#own.get(plain);
    if (own) return own;
    known ??= knownNames();
    const found = known.get(plain) ?? this.#contained(plain, known);
    return found && !this.#taken.has(found.place) ? found : undefined;
  }

  #contained(plain: string, names: ReadonlyMap<string, Known>): Known | undefined {
    if (MISLEADING.test(plain)) return undefined;
    const inner = plain.replace(CONTAINERS, '').replace(CONTAINERS, '');
    const found = inner === plain ? undefined : names.get(inner);
    return found && { ...found, rank: found.rank + CONTAINED_RANK };
  }
}
