/**
 * What takes long and needs not be seen with every change: `npm run test:long` runs it, and leaves its result in
 * reports/tests.md. `npm test` runs the same tests with a part of the logs, widths or random draws.
 */

/** Whether this is the long run. */
export const IS_LONG = process.env['MEMHOG_TESTS'] === 'long';

/** The second in the long run, otherwise the first. */
export function inLong<T>(usual: T, long: T): T {
  return IS_LONG ? long : usual;
}
