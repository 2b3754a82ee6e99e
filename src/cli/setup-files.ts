/** The files that `memhog setup` puts into an application. */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { InputError, UsageError } from '../errors.ts';
import type { Target } from '../setup/target.ts';
import { whyNotWritable } from './why-not-writable.ts';

/** Where files go. */
export interface Place {
  /** As it was given, seen from `cwd`. */
  readonly folder: string;
  readonly cwd: string;
  /** Whether to write over files that are not of this package. */
  readonly force?: boolean;
}

/** The text of a file that is shipped; it lies beside the compiled modules as beside the sources. */
export function contentOf(file: string): string {
  return readFileSync(new URL(`../setup/${file}`, import.meta.url), 'utf8');
}

/**
 * Puts the files of a target into a folder; says where they are, and what was there before. Throws UsageError when the
 * target has none, InputError when one cannot be written or would take the place of a file that is not of this package.
 * Nothing is written unless all may be.
 */
export function writeFiles({ name, files }: Target, { folder, cwd, force = false }: Place): string {
  if (files.length === 0)
    throw new UsageError(
      `setup ${name} needs no file of its own: leave --write out and paste what it prints`,
    );
  const all = files.map((file) => {
    const [shown, path] = [join(folder, basename(file)), resolve(cwd, folder, basename(file))];
    return { shown, path, content: contentOf(file), before: textAt(path) };
  });
  const strange = force ? undefined : all.find(({ content, before }) => !isOurs(before, content));
  if (strange)
    throw new InputError(
      `${strange.shown} is there already and is not memhog's: name another folder, or --force writes over it`,
    );
  for (const { shown, path, content } of all) {
    try {
      writeFileSync(path, content);
    } catch (error) {
      throw new InputError(whyNotWritable(shown, error));
    }
  }
  const changed = all.filter(({ content, before }) => before !== content);
  if (changed.length === 0) return `is in ${folder} already, unchanged`;
  if (changed.some(({ content, before }) => !isOurs(before, content)))
    return `is in ${folder}, in place of another file`;
  return `is in ${folder}${changed.some(({ before }) => before !== undefined) ? ', in place of an older one' : ''}`;
}

/** The text of a file; undefined if there is none, or none that can be read: writing then says why. */
function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Whether nothing, or a file of this package of any version, would be written over: all versions have the same title. */
function isOurs(before: string | undefined, content: string): boolean {
  if (before === undefined) return true;
  const title = content.split('\n', 20).find((line) => /memhog/i.test(line));
  return title !== undefined && before.split('\n', 20).includes(title);
}
