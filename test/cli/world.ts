/** The whole program in memory: a world for `run` in which everything is fixed and everything said is kept. */
import type { Io } from '../../src/cli/io.ts';
import { run } from '../../src/cli/run.ts';

/** What a run left behind. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What stdout holds, as it was written (profiles are no text). */
  readonly bytes: Uint8Array;
}

/** What of the world a test wants to be different. */
export interface World extends Partial<Omit<Io, 'out' | 'err' | 'stdin'>> {
  /** What is piped in, in these pieces; nothing if left out. */
  readonly stdin?: Iterable<Uint8Array>;
}

/** The moment all runs take place at. */
export const NOW = Date.UTC(2026, 10, 22, 12);

/** Runs `memhog ARGS` in a pipe on a machine called web1 at noon of 22 November 2026, UTC. */
export async function memhog(args: readonly string[], world: World = {}): Promise<Outcome> {
  const { stdin = [], ...rest } = world;
  const written: Uint8Array[] = [];
  let stderr = '';
  const io: Io = {
    stdinIsTerminal: false,
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    columns: undefined,
    color: false,
    cwd: process.cwd(),
    now: () => ({ epoch: NOW, ahead: 0 }),
    machine: 'web1',
    ...rest,
    stdin: piped(stdin),
    out: (text) => written.push(Buffer.from(text)),
    err: (text) => (stderr += text),
  };
  const code = await run(args, io, '0.0.0-test');
  const bytes = Buffer.concat(written);
  return { code, stdout: bytes.toString('utf8'), stderr, bytes };
}

async function* piped(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) {
    await Promise.resolve();
    yield chunk;
  }
}
