/** A terminal that is shut, or whose line is lost, while a live run goes on. */
import { isatty } from 'node:tty';

const STANDARD = [0, 1, 2] as const;

/**
 * Runs `act`, which ends by itself on SIGHUP. If a terminal that was there is not there any more by then, what `act` throws has
 * nobody to be told: `instead` is given back, and when nothing else is to be done the program ends by SIGHUP itself, as its
 * parent expects. Node's own end would set the terminal back as it was, and abort where it is gone.
 */
export async function survivingHangUp<T>(act: () => Promise<T>, instead: T): Promise<T> {
  const terminals = STANDARD.filter((descriptor) => isatty(descriptor));
  const isGone = (): boolean => terminals.some((descriptor) => !isatty(descriptor));
  // Both ask how large the terminal is when SIGWINCH comes, as it does with the hang-up, and are told that it is gone.
  if (terminals.includes(1)) process.stdout.on('error', ignore);
  if (terminals.includes(2)) process.stderr.on('error', ignore);
  if (terminals.length > 0)
    process.once('exit', () => {
      if (!isGone()) return;
      process.removeAllListeners('SIGHUP');
      process.kill(process.pid, 'SIGHUP');
    });
  try {
    return await act();
  } catch (error) {
    if (!isGone()) throw error;
    return instead;
  }
}

const ignore = (): void => undefined;
