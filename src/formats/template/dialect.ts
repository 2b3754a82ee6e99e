/** Whose format string it is: told apart by what stands in it. */
import { UsageError } from '../../errors.ts';
import { gunicornParts } from './gunicorn.ts';
import type { Part } from './part.ts';
import { phpFpmParts } from './php-fpm.ts';
import { isUwsgiName, uwsgiParts } from './uwsgi.ts';

/** A server that takes a format string. */
export interface Dialect {
  /** Name of the format, which profiles carry. */
  readonly name: string;
  /** As people know it: `uWSGI log-format`. */
  readonly title: string;
  /** The word after `memhog setup`. */
  readonly setup: string;
  /** What to do when the lines carry no figure. */
  readonly switchOn: string;
  /** Takes a format string apart. Throws UsageError for what the server itself would refuse. */
  readonly parts: (text: string) => Part[];
}

const UWSGI: Dialect = {
  name: 'uwsgi-log-format',
  title: 'uWSGI log-format',
  setup: 'uwsgi',
  switchOn:
    'add `memory-report = true` to the uWSGI configuration (without it %(rss) is always 0) and let it log some traffic',
  parts: uwsgiParts,
};

const GUNICORN: Dialect = {
  name: 'gunicorn-log-format',
  title: 'Gunicorn access_log_format',
  setup: 'gunicorn',
  switchOn: 'set the value that the memory field of access_log_format prints, and let it log some traffic',
  parts: gunicornParts,
};

const PHP_FPM: Dialect = {
  name: 'php-fpm-log-format',
  title: 'PHP-FPM access.format',
  setup: 'php-fpm',
  switchOn: 'add %{kilo}M to access.format of the pool and let it log some traffic',
  parts: phpFpmParts,
};

/** Atoms of Gunicorn: one letter, or a name in braces. */
const ATOM = /^(?:[a-zA-Z]|\{.*\}[ieo])$/;

/** Python's formats have a conversion behind each name; uWSGI's have none, though text may follow that looks like one. */
function isPython(text: string): boolean {
  const names = [...text.matchAll(/%\(([^)]*)\)([sd]?)/g)];
  if (names.some(([, name]) => ATOM.test(name ?? ''))) return true;
  return names.every(([, name, letter]) => letter !== '' && !isUwsgiName(name ?? ''));
}

/** The dialect of a format string. Throws UsageError when it has no field of any. */
export function dialectOf(text: string): Dialect {
  if (/%\([^)]+\)/.test(text)) return isPython(text) ? GUNICORN : UWSGI;
  if (/%(?:\{[^}]*\})?[CdefLlmMnopPqQrRstTu]/.test(text)) return PHP_FPM;
  throw new UsageError(
    `the log format has no field: give it as the server's configuration has it, with %(uri) %(rss) (uWSGI), %(r)s (Gunicorn) or %r %M (PHP-FPM)`,
  );
}
