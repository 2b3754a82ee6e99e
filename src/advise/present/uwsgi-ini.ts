/**
 * The ini of uWSGI, section [uwsgi] (core/ini.c; tried on 2.0.21): of a key set twice the last counts, but `%(key)` stands for
 * the first; numbers are read by strtoul, so `1k` is 1. Files taken in are named, not read; what stands under `if-…` or `for` cannot be told.
 */
import { iniLines } from './ini.ts';
import type { IniLine } from './ini.ts';
import type { Present, PresentSetting } from './present.ts';

const INCLUDES = new Set([
  'ini',
  'include',
  'inherit',
  'config',
  'import',
  'xml',
  'yaml',
  'yml',
  'json',
  'emperor',
]);

function placeholders(lines: readonly IniLine[]): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const { key, value } of lines) {
    const cut = value.indexOf('=');
    if (/^set(?:-placeholder|-ph)?$/.test(key) && cut > 0)
      keys.set(value.slice(0, cut), value.slice(cut + 1));
    else if (!keys.has(key)) keys.set(key, value);
  }
  return keys;
}

/** Undefined where something stands in it that only uWSGI can fill in (`%n`, `$(HOME)`, `@(file)`). */
function expanded(value: string, keys: ReadonlyMap<string, string>): string | undefined {
  const filled = value.replace(/%\(([^)]*)\)/g, (written, key: string) => keys.get(key) ?? written);
  return /%[^%\d\s]|\$\(|@\(/.test(filled.replaceAll('%%', '')) ? undefined : filled.replaceAll('%%', '%');
}

function numberOf(text: string | undefined): number | string | undefined {
  const digits = text === undefined ? undefined : /^\+?\d{1,15}/.exec(text)?.[0];
  return digits === undefined ? text : Number(digits);
}

/** Reads `text`. */
export function readUwsgi(text: string): Present {
  const lines = iniLines(text).filter(({ section }) => section === 'uwsgi');
  const keys = placeholders(lines);
  const settings: PresentSetting[] = [];
  const remarks: string[] = [];
  let conditions = 0;
  for (const { key, value, line } of lines) {
    if (/^(?:if-|for$|for-)/.test(key)) conditions += 1;
    else if (/^end-?(?:if|for)$/.test(key)) conditions = Math.max(0, conditions - 1);
    else {
      const told = conditions > 0 ? undefined : expanded(value, keys);
      if (INCLUDES.has(key))
        remarks.push(`line ${line.toString()} takes in ${value.slice(0, 80)}, which is not read`);
      if (told !== undefined && /^\+?\d+[a-z_]/i.test(told))
        remarks.push(
          `line ${line.toString()}: uWSGI reads only the digits at the beginning of '${told.slice(0, 40)}'`,
        );
      settings.push({ setting: key, value: numberOf(told), line, place: '' });
    }
  }
  return { kind: 'uwsgi ini', settings, remarks };
}
