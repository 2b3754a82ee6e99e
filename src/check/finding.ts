/** One thing looked at. `ok`: as it should be; `note`: answers will be weaker; `bad`: nothing can be said. */
export interface Check {
  readonly code: string;
  readonly level: 'ok' | 'note' | 'bad';
  readonly text: string;
  /** What to do about it; empty if nothing need be done. */
  readonly mend: string;
}

/** A thing as it should be. */
export const ok = (code: string, text: string): Check => ({ code, level: 'ok', text, mend: '' });

/** A thing that makes answers weaker, and what to do about it. */
export const note = (code: string, text: string, mend: string): Check => ({
  code,
  level: 'note',
  text,
  mend,
});
