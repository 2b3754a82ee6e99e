/** What a configuration says now, as far as its text tells. */

/** One setting as it is written. */
export interface PresentSetting {
  /** As written: `max_requests`, `--max-requests`, `pm.max_requests`. */
  readonly setting: string;
  /** Undefined where the text alone does not tell: it depends on a variable, a condition, a call. */
  readonly value: number | string | undefined;
  /** From 1. */
  readonly line: number;
  /** The section it stands in where there may be several (a pool of PHP-FPM); empty for none. */
  readonly place: string;
}

/** A configuration, read. */
export interface Present {
  readonly kind: 'uwsgi ini' | 'php-fpm pool' | 'python' | 'ruby' | 'toml' | 'directives' | 'command line';
  /** In the order in which they are written: of one given twice the last counts. */
  readonly settings: readonly PresentSetting[];
  /** What was not read though it may matter; sentences without their full stop. */
  readonly remarks: readonly string[];
}
