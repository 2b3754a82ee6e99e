/** memhog as a process beside the test. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { COMMAND } from '../cli/command.ts';

/** How a process ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** One run of the command. */
export class Running {
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  #stderr = '';

  /** Starts it in `cwd`; `stdin` is another program's output, or nothing. */
  constructor(args: readonly string[], cwd: string, stdin: Readable | 'ignore' = 'ignore') {
    const [program, ...first] = COMMAND;
    const child = spawn(program, [...first, ...args], { cwd, stdio: [stdin, 'pipe', 'pipe'] });
    this.#child = child;
    let stdout = '';
    child.stdout.on('data', (bytes: Buffer) => (stdout += bytes.toString()));
    child.stderr.on('data', (bytes: Buffer) => (this.#stderr += bytes.toString()));
    this.ended = new Promise((resolve) =>
      child.on('close', (code: number | null) => resolve({ code, stdout, stderr: this.#stderr })),
    );
  }

  /** What it has said of its own accord so far. */
  get stderr(): string {
    return this.#stderr;
  }

  /** Sends a signal. */
  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Asks it to end, and waits for that. */
  async stop(): Promise<Ended> {
    this.kill('SIGTERM');
    return this.ended;
  }
}

/**
 * What a ranking says, the last one where there are several, but for names and places: a log has other names after it was
 * rotated, and of equally large steps the first by its place is shown.
 */
export function numbersOf(json: string): unknown {
  const last = json
    .trimEnd()
    .split(/\n(?=\{)/)
    .at(-1)!;
  return JSON.parse(last, (key, value: unknown) => {
    if (key === 'inputs') return undefined;
    return key === 'evidence' && Array.isArray(value) ? value.filter(isSpan) : value;
  });
}

const isSpan = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'span';
