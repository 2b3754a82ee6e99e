/** A server with its sample application, as the check needs to know it. */
import type { Start } from './processes.ts';

/** One run of a server. */
export interface Site {
  readonly folder: string;
  readonly port: number;
  readonly workers: number;
  /** What the advice says to paste; empty for a run without restarts. */
  readonly settings: string;
}

/** The load of one run. */
export interface Traffic {
  readonly rate: number;
  readonly count: number;
  readonly seed: number;
}

/** See the file. */
export interface Stack {
  readonly name: 'gunicorn' | 'uwsgi' | 'celery';
  readonly title: string;
  /** Programs whose absence means that it cannot be checked, each with arguments that print a version. */
  readonly needs: readonly (readonly [string, ...string[]])[];
  /** Folders of samples whose Python files the application needs. */
  readonly samples: readonly string[];
  /** A program that the server needs beside it, such as a broker. */
  readonly beside?: (site: Site) => Start['command'];
  /** Writes the configuration. */
  readonly configure: (site: Site) => void;
  readonly server: (site: Site) => Start['command'];
  readonly load: (site: Site, traffic: Traffic) => Start['command'];
  /** Where other figures than those of the command line show more. */
  readonly own?: {
    readonly workers?: number;
    /** Seconds: of the run under advice, of a life at least, and that a restart is said to take. */
    readonly seconds?: number;
    readonly life?: number;
    readonly boot?: number;
    /** Why; a sentence. */
    readonly why: string;
  };
  readonly stopSignal: NodeJS.Signals;
  /** Finds the process and its resident bytes in a line of the log: groups `pid` and `rss`. */
  readonly reading: RegExp;
}

/** Debian's own Python: it has the modules of Debian's packages. */
export const PYTHON = '/usr/bin/python3';

/** A line of Python that fails where a module is missing and prints its version. */
export const moduleVersion = (name: string): readonly [string, ...string[]] => [
  PYTHON,
  '-c',
  `import ${name}, importlib.metadata as m; print("${name}", m.version("${name}"))`,
];

/** The memhog tail of a line: no quote comes after it, so that a hostile agent cannot forge it. */
export const TAIL = / memhog v=1 pid=(?<pid>\d+) [^"]*\brss=(?<rss>\d+)[^"]*$/;

/** How a driver of web servers is started. */
export const webLoad: Stack['load'] = ({ port }, { count, seed }) => [
  PYTHON,
  'paced.py',
  String(port),
  String(count),
  String(seed),
  '4',
];
