import type { Format, FormatOptions } from './format.ts';
import { Access } from './access/access.ts';
import { CeleryWorkerLog } from './celery/worker-log.ts';
import { MemhogNative } from './memhog/native.ts';
import { MemorySeen } from './memhog/seen.ts';
import { PythonServerLog } from './gunicorn/error-log.ts';
import { Vocabulary } from './fields/vocabulary.ts';
import { Heroku } from './heroku/heroku.ts';
import { JsonLines } from './json/json-lines.ts';
import { Kernel } from './kernel/kernel.ts';
import { Logfmt } from './logfmt/logfmt.ts';
import { Ltsv } from './ltsv/ltsv.ts';
import { Oink } from './oink/oink.ts';
import { RubyServers } from './rails/rails.ts';
import { PatternFormat } from './pattern/pattern-format.ts';
import { PhpFpm } from './php-fpm/php-fpm.ts';
import { templateFormat } from './template/template-format.ts';
import { UwsgiDefault } from './uwsgi/default.ts';
import { uwsgiLogFormats } from './uwsgi/log-format.ts';

/**
 * Every format, in the order in which a line is tried on them: what the user named first. Parsers remember what their
 * lines share, so each stream takes its own set. Throws UsageError when an option cannot be read.
 */
export function allFormats(options: FormatOptions = {}): readonly Format[] {
  const vocabulary = new Vocabulary(options);
  const seen = new MemorySeen();
  return [
    ...(options.logFormats ?? []).map(templateFormat),
    ...(options.patterns ?? []).map((pattern) => new PatternFormat(pattern)),
    uwsgiLogFormats(),
    new UwsgiDefault(),
    new PhpFpm(),
    new CeleryWorkerLog(seen),
    new PythonServerLog(),
    new MemhogNative(seen),
    new Access(seen, options),
    new Oink(),
    new Heroku(),
    new RubyServers(),
    new Kernel(),
    new JsonLines(vocabulary),
    new Ltsv(vocabulary),
    new Logfmt(vocabulary),
  ];
}

/** How many of the first formats are of the user's own. */
export function countNamed({ logFormats = [], patterns = [] }: FormatOptions): number {
  return logFormats.length + patterns.length;
}
