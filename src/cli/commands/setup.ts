import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { InputError, UsageError } from '../../errors.ts';
import { renderSetup, renderTargets } from '../../render/setup.ts';
import { parseVersion } from '../../setup/target.ts';
import type { Target, VersionQuestion } from '../../setup/target.ts';
import { TARGETS } from '../../setup/targets.ts';
import type { ExitCode, Io } from '../io.ts';
import { whyNotWritable } from '../why-not-writable.ts';

/** Flags of `setup`. */
export interface SetupFlags {
  readonly write?: string;
  readonly show?: boolean;
}

/** A server that takes longer to say its version is not waited for, in milliseconds. */
const PATIENCE = 5000;

/** `memhog setup SERVER`: what to paste so that it logs memory; without SERVER the list of them. */
export function setup(name: string | undefined, flags: SetupFlags, io: Io): ExitCode {
  if (name === undefined) {
    io.out(renderTargets(TARGETS));
    return 0;
  }
  const target = TARGETS.find((one) => one.name === name.toLowerCase());
  if (!target)
    throw new UsageError(`setup knows no '${name}'; it knows ${TARGETS.map((one) => one.name).join(', ')}`);
  const version = versionOf(target, io.cwd);
  const parsed = parseVersion(version);
  if (flags.write !== undefined) writeFiles(target, resolve(io.cwd, flags.write), flags.write);
  io.out(
    renderSetup(
      {
        target,
        version,
        files: target.files.map((file) => basename(file)),
        written: flags.write ?? '',
        steps: target.steps(parsed),
        notes: target.notes(parsed),
      },
      { width: io.columns ?? 100, color: io.color },
    ),
  );
  if (flags.show === true) for (const file of target.files) io.out(`\n${contentOf(file)}`);
  return 0;
}

/** The shipped files lie beside the compiled modules as beside the sources. */
function contentOf(file: string): string {
  return readFileSync(new URL(`../../setup/${file}`, import.meta.url), 'utf8');
}

function writeFiles({ name, files }: Target, folder: string, shown: string): void {
  if (files.length === 0)
    throw new UsageError(
      `setup ${name} needs no file of its own: leave --write out and paste what it prints`,
    );
  for (const file of files) {
    try {
      writeFileSync(join(folder, basename(file)), contentOf(file));
    } catch (error) {
      throw new InputError(whyNotWritable(join(shown, basename(file)), error));
    }
  }
}

/** The version installed here as it prints itself; empty when nothing answers. */
function versionOf({ asks }: Target, cwd: string): string {
  for (const question of asks) {
    const answer = ask(question, cwd);
    if (answer !== undefined) return answer;
  }
  return '';
}

function ask({ command, args, answer }: VersionQuestion, cwd: string): string | undefined {
  try {
    const text = execFileSync(command, args, {
      cwd,
      timeout: PATIENCE,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return answer.exec(text)?.[1];
  } catch {
    // Not installed, or not willing to say: the text for all versions is the answer then.
    return undefined;
  }
}
