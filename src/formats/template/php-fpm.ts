/**
 * PHP-FPM's `access.format`: `%R - %u %t "%m %r%Q%q" %s %f %{milli}d %{kilo}M %C%%`. Conversions: php-src
 * sapi/fpm/fpm/fpm_log.c. `%M` is the peak of one request, of PHP's own allocator, and no level of the process.
 */
import { UsageError } from '../../errors.ts';
import { namedField } from './meaning.ts';
import { field, literal } from './part.ts';
import type { Part } from './part.ts';
import { strftimeParts } from './strftime.ts';

const MEMORY_UNITS: Readonly<Record<string, number>> = {
  '': 1,
  bytes: 1,
  kilo: 1024,
  kilobytes: 1024,
  mega: 1024 * 1024,
  megabytes: 1024 * 1024,
};

const DEFAULT_TIME = '%d/%b/%Y:%H:%M:%S %z';

function memory(written: string, unit: string): Part {
  const scale = MEMORY_UNITS[unit.toLowerCase()];
  if (scale === undefined)
    throw new UsageError(`the log format has ${written}, whose unit PHP-FPM does not know`);
  return field(written, 'number', 'peak', scale);
}

function conversion(letter: string, inside: string, written: string, after: string): Part[] {
  switch (letter) {
    case 'M':
      return [memory(written, inside)];
    case 'p':
      return [field(written, 'number', 'pid')];
    case 's':
      return [field(written, 'number', 'status')];
    case 'm':
      return [field(written, 'method', 'method')];
    case 'r':
      return [field(written, 'free', 'path', 1, 1)];
    case 't':
    case 'T':
      return strftimeParts(inside === '' ? DEFAULT_TIME : inside);
    case 'C':
    case 'd':
      return [field(written, 'decimal')];
    case 'l':
    case 'P':
      return [field(written, 'number')];
    case 'n':
      return [field(written, 'word')];
    case 'e':
    case 'o':
      return [namedField(written, inside, after)];
    default:
      return [field(written, 'free')];
  }
}

/** The parts of an `access.format`. */
export function phpFpmParts(text: string): Part[] {
  const parts: Part[] = [];
  // The script, a `?` if there is a query, and the query: together they are one target.
  const whole = text.replace(/%r(?:%Q%q|%Q|%q)/g, '%r');
  let from = 0;
  for (const { 0: written, 1: inside, 2: letter, index } of whole.matchAll(
    /%(?:\{([^}]*)\})?([CdefLlmMnopPqQrRstTu%])/g,
  )) {
    parts.push(...literal(whole.slice(from, index)));
    from = index + written.length;
    if (letter === '%') parts.push(...literal('%'));
    else parts.push(...conversion(letter ?? '', inside ?? '', written, whole.slice(from)));
  }
  return [...parts, ...literal(whole.slice(from))];
}
