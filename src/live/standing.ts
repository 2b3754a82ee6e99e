/** Verdicts that have stood long enough to tell somebody: those of the first seconds come and go. */
import { secondsBetween } from '../wording/moment.ts';

/** So much log (seconds) is enough for a verdict to be told at once. */
const LONG = 600;

/** Through so many seconds of log, or of the clock where the log has no times, a verdict must have stood otherwise. */
const STOOD = 60;

/** Since when each endpoint has been judged as it is asked about, in every ranking. */
export class Standing {
  #since = new Map<string, { readonly to: string | null; readonly now: number }>();

  /**
   * Takes the endpoints that are blamed in a ranking of `span`, at `now` milliseconds. Gives back those to tell of: all once the
   * span is ten minutes long, before that those that were blamed in every ranking for a minute.
   */
  see(
    endpoints: readonly string[],
    span: { readonly from: string | null; readonly to: string | null },
    now: number,
  ): ReadonlySet<string> {
    const before = this.#since;
    this.#since = new Map(endpoints.map((name) => [name, before.get(name) ?? { to: span.to, now }]));
    const isLong = (secondsBetween(span.from, span.to) ?? 0) >= LONG;
    return new Set(
      [...this.#since]
        .filter(([, since]) => {
          const stood = secondsBetween(since.to, span.to) ?? (now - since.now) / 1000;
          return isLong || stood >= STOOD;
        })
        .map(([name]) => name),
    );
  }
}
