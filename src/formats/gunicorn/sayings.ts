/**
 * What servers for Python say of births and deaths. Texts: gunicorn arbiter.py, workers/base.py (20.1 to 27),
 * uvicorn server.py, supervisors/multiprocess.py (0.54), granian server/common.py, server/mp.py (2.8).
 */
import type { LifecycleEvent } from '../../record.ts';

interface Saying {
  readonly pattern: RegExp;
  readonly kind: LifecycleEvent['kind'];
  readonly what: string;
  /** The process that writes the line is the one meant. */
  readonly isOfWriter?: true;
}

/** uvicorn's, which under Gunicorn's UvicornWorker stand in Gunicorn's shape. */
const UVICORN: readonly Saying[] = [
  { pattern: /^Started server process \[(\d{1,10})\]$/, kind: 'start', what: 'spawned' },
  { pattern: /^Finished server process \[(\d{1,10})\]$/, kind: 'end', what: 'stopped' },
  { pattern: /^Child process \[(\d{1,10})\] died$/, kind: 'end', what: 'killed' },
  { pattern: /^Terminated child process \[(\d{1,10})\]$/, kind: 'note', what: 'stopped' },
  { pattern: /^Started (?:parent|reloader) process \[\d{1,10}\]/, kind: 'instance', what: 'started' },
];

const GUNICORN: readonly Saying[] = [
  { pattern: /^Booting worker with pid: (\d{1,10})$/, kind: 'start', what: 'spawned' },
  { pattern: /^Worker exiting \(pid: (\d{1,10})\)/, kind: 'end', what: 'recycled' },
  {
    pattern: /^Autorestarting worker after current request\.$/,
    kind: 'note',
    what: 'recycled',
    isOfWriter: true,
  },
  { pattern: /^Worker \(pid:(\d{1,10})\) was sent SIGKILL!/, kind: 'end', what: 'killed' },
  { pattern: /^Worker with pid (\d{1,10}) was terminated due to signal 9$/, kind: 'end', what: 'killed' },
  {
    pattern: /^Worker \(pid:(\d{1,10})\) was sent (?:SIGTERM|SIGINT|SIGQUIT|SIGABRT)!/,
    kind: 'end',
    what: 'stopped',
  },
  { pattern: /^Worker \(pid:(\d{1,10})\) was sent /, kind: 'end', what: 'killed' },
  {
    pattern: /^Worker with pid (\d{1,10}) was terminated due to signal (?:2|3|6|15)$/,
    kind: 'end',
    what: 'stopped',
  },
  { pattern: /^Worker with pid (\d{1,10}) was terminated due to signal \d/, kind: 'end', what: 'killed' },
  { pattern: /^Worker \(pid:(\d{1,10})\) exited with code \d/, kind: 'end', what: 'stopped' },
  { pattern: /^WORKER TIMEOUT \(pid:(\d{1,10})\)/, kind: 'note', what: 'timeout' },
  { pattern: /^Starting gunicorn \d/, kind: 'instance', what: 'started' },
  { pattern: /^Listening at: \S{1,500} \(\d{1,10}\)$/, kind: 'instance', what: 'started' },
  { pattern: /^(?:Shutting down|Hang up): /, kind: 'instance', what: 'started' },
  { pattern: /^Handling signal: (?:term|int|quit|hup)$/, kind: 'instance', what: 'started' },
  ...UVICORN,
];

const GRANIAN: readonly Saying[] = [
  { pattern: /^Spawning worker-\d{1,6} with PID: (\d{1,10})$/, kind: 'start', what: 'spawned' },
  { pattern: /^Starting granian \(main PID: \d{1,10}\)$/, kind: 'instance', what: 'started' },
  { pattern: /^Shutting down granian$/, kind: 'instance', what: 'started' },
];

/** Longest message that is looked at. */
const LONGEST = 600;

/** The text of the message in `bytes[start, end)`, as far as it is looked at. */
export function messageText(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, Math.min(end, start + LONGEST)));
}

function eventIn(text: string, writer: number, sayings: readonly Saying[]): LifecycleEvent | undefined {
  for (const { pattern, kind, what, isOfWriter } of sayings) {
    const match = pattern.exec(text);
    if (!match) continue;
    const pid = isOfWriter ? writer : Number(match[1] ?? 0);
    return pid > 0 || kind === 'instance' ? { kind, what, pid } : undefined;
  }
  return undefined;
}

/** The event that a message of Gunicorn tells, which process `writer` wrote; or undefined. */
export function gunicornEvent(text: string, writer: number): LifecycleEvent | undefined {
  return eventIn(text, writer, GUNICORN);
}

/** The event that a message of uvicorn tells, or undefined. */
export function uvicornEvent(text: string): LifecycleEvent | undefined {
  return eventIn(text, 0, UVICORN);
}

/** The event that a message of Granian tells, or undefined. */
export function granianEvent(text: string): LifecycleEvent | undefined {
  return eventIn(text, 0, GRANIAN);
}

const UVICORN_TALK =
  /^(?:Waiting for |Application (?:startup|shutdown) |Uvicorn running on |Shutting down$|Stopping (?:parent|reloader) process \[|Received SIG|Maximum request limit of \d+ exceeded\.|Will watch for changes|Invalid HTTP request received\.|ASGI 'lifespan' protocol )/;
const GRANIAN_TALK =
  /^(?:Started worker-\d|Stopp(?:ing|ed) (?:old )?worker-\d|Killing (?:old )?worker-\d|Respawning worker-\d|Unexpected exit from worker-\d|worker-\d+ (?:RSS over threshold|lifetime expired)|Listening at: https?:|HUP signal received, gracefully respawning|Granian shutdown completed|Started worker-\d)/;

/** Whether the message is one of uvicorn's that tells nothing of a process. */
export function isUvicornTalk(text: string): boolean {
  return UVICORN_TALK.test(text);
}

/** Whether the message is one of Granian's that tells nothing of a process. */
export function isGranianTalk(text: string): boolean {
  return GRANIAN_TALK.test(text);
}
