/**
 * PHP-FPM's access log, in the shapes that its www.conf proposes, and its error log. The memory in it is the peak of one
 * request, as PHP's own allocator counts it from nothing (php-src sapi/fpm/fpm/fpm_request.c): no level of the process.
 */
import type { LineKind, LineRecord } from '../../record.ts';
import type { About, Format } from '../format.ts';
import { phpFpmParts } from '../template/php-fpm.ts';
import { TemplateSet } from '../template/template-set.ts';
import { errorLogLine } from './lifecycle.ts';

/** The first is in the www.conf of PHP and of every distribution, the second what its old copies have, the last the default. */
const KNOWN = [
  '%R - %u %t "%m %{REQUEST_URI}e" %s %f %{milli}d %{kilo}M %C%% pid=%p',
  '%R - %u %t "%m %r%Q%q" %s %f %{milli}d %{kilo}M %C%%',
  '[php-fpm:access] %R - %u %t "%m %r%Q%q" %s %f %{milli}d %{kilo}M %C%%',
  '%R - %u [%t] "%m %r%Q%q" %s %f %{milli}d %{kilo}M %C%%',
  '%R - %u %t "%m %r" %s',
];

const ABOUT: About = {
  title: "PHP-FPM's access log, with the memory of each request",
  example: '- -  22/Nov/2026:19:05:09 +0000 "GET /i.php?n=100" 200 /srv/www/i.php 61.819 104452 80.88%',
  tells: 'the peak of each request: what is large in passing, never what is kept',
  switchOn:
    'set `access.format = "%R - %u %t \\"%m %{REQUEST_URI}e\\" %s %f %{milli}d %{kilo}M %C%% pid=%p"` in the pool and let it log some traffic',
  setup: 'php-fpm',
  landmarks: [
    {
      what: 'the time without brackets, as in 22/Nov/2026:19:05:09 +0000',
      pattern: / {2}\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4} (?=")/,
    },
    {
      what: 'the request without protocol and the status, as in /i.php" 200',
      pattern: /"[A-Z]{1,20} [^" ]{1,4000}" \d{3}(?: |$)/,
    },
    {
      what: 'milliseconds, memory and processor, as in 61.819 104452 80.88%',
      pattern: / \d+\.\d+ \d+ \d+\.\d+%/,
    },
  ],
};

/** Parser of PHP-FPM's logs. One for each stream of lines. */
export class PhpFpm implements Format {
  readonly name = 'php-fpm';
  readonly about = ABOUT;
  readonly isTimed = true;
  readonly #access = new TemplateSet('php-fpm', ABOUT, () => KNOWN.map(phpFpmParts));

  parse(bytes: Uint8Array, start: number, end: number, record: LineRecord): LineKind {
    record.next = end;
    const said = errorLogLine(bytes, start, end);
    if (said === 'ignored') {
      record.reason = 'message of PHP-FPM';
      return 'ignored';
    }
    if (said) {
      record.event = said;
      return 'lifecycle';
    }
    return this.#access.parse(bytes, start, end, record);
  }
}
