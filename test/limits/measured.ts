/** memhog as a process whose memory is measured. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { COMMAND } from '../cli/command.ts';

/** How a run ended. */
export interface Measured {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The most memory (RSS) it had, MiB. */
  readonly peak: number;
}

const HOOK = pathToFileURL(join(import.meta.dirname, 'peak.mjs')).href;

/** What a run is given. */
export interface Given {
  readonly cwd?: string;
  /** Text by standard input, in pieces. */
  readonly stdin?: Iterable<string | Uint8Array>;
  /** A limit of the shell's, such as `-n 64`. */
  readonly ulimit?: string;
}

/** Runs memhog to its end. */
export async function measured(args: readonly string[], given: Given = {}): Promise<Measured> {
  const { cwd = process.cwd(), stdin, ulimit } = given;
  const [program, ...first] = COMMAND;
  const words = ['--import', HOOK, ...first, ...args];
  const [run, all] =
    ulimit === undefined
      ? [program, words]
      : ['bash', ['-c', `ulimit ${ulimit}; exec "$@"`, 'bash', program, ...words]];
  const child = spawn(run, all, { cwd, stdio: ['pipe', 'pipe', 'pipe', 'pipe'] });
  const texts = ['', '', ''];
  [child.stdout, child.stderr, child.stdio[3]].forEach((stream, i) =>
    stream?.on('data', (bytes: Buffer) => (texts[i] = (texts[i]! + bytes.toString()).slice(0, 1 << 20))),
  );
  const closed = once(child, 'close');
  // What is refused is not read to its end.
  await pipeline(Readable.from(stdin ?? [], { objectMode: true }), child.stdin).catch(() => undefined);
  await closed;
  return { code: child.exitCode, stdout: texts[0]!, stderr: texts[1]!, peak: Number(texts[2]) / 1024 };
}
