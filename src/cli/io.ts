/** The world as the commands see it, so that a test can be the world. */
export interface Io {
  /** Results. */
  readonly out: (text: string | Uint8Array) => void;
  /** Everything else: progress, warnings, errors. */
  readonly err: (text: string) => void;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdinIsTerminal: boolean;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  /** Columns of the terminal, or what COLUMNS says; undefined if nobody knows. */
  readonly columns: number | undefined;
  /** Whether colour is welcome on stdout. */
  readonly color: boolean;
  readonly cwd: string;
  /** Milliseconds since 1970, and how far the local clock is ahead of UTC then, in milliseconds. */
  readonly now: () => { readonly epoch: number; readonly ahead: number };
  /** Name of this machine, recorded in profiles. */
  readonly machine: string;
}

/** How a command ended. */
export type ExitCode = 0 | 1 | 2 | 3;
