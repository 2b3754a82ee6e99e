import type { Format, FormatOptions } from './format.ts';
import { Vocabulary } from './fields/vocabulary.ts';
import { JsonLines } from './json/json-lines.ts';
import { Logfmt } from './logfmt/logfmt.ts';
import { Ltsv } from './ltsv/ltsv.ts';
import { UwsgiDefault } from './uwsgi/default.ts';

/**
 * Every format, in the order in which a line is tried on them: what the user named first. Parsers remember what their
 * lines share, so each stream takes its own set. Throws UsageError when an option cannot be read.
 */
export function allFormats(options: FormatOptions = {}): readonly Format[] {
  const vocabulary = new Vocabulary(options);
  return [new UwsgiDefault(), new JsonLines(vocabulary), new Ltsv(vocabulary), new Logfmt(vocabulary)];
}
