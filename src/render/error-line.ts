/** What memhog says on stderr. */
import { clipText } from './fit.ts';
import { safeText } from './safe-text.ts';

/** An error in one line; the message may quote a log or a file name. Ends with a newline. */
export function errorLine(message: string): string {
  return `memhog: ${clipText(safeText(message))}\n`;
}

/** A warning in one line. Ends with a newline. */
export function warningLine(message: string): string {
  return errorLine(`warning: ${message}`);
}
