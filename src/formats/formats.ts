import type { Format } from './format.ts';
import { UwsgiDefault } from './uwsgi/default.ts';

/** Every format, in the order in which a line is tried on them. Parsers remember their last time stamp, so each stream takes its own set. */
export function allFormats(): readonly Format[] {
  return [new UwsgiDefault()];
}
