/** How known hogs are shown: a mark on their rows, and one note that says what it means. */
import type { Acknowledged, Finding } from '../ranking/ranking.ts';

/** Stands behind the verdict or the change of a known hog. */
export const KNOWN_MARK = '*';

/** Whether the endpoint is a known hog. */
export function isKnownHog(endpoint: string, known: readonly Acknowledged[] = []): boolean {
  return known.some((one) => one.endpoint === endpoint);
}

/** The verdict, with a mark behind for a known hog. */
export function markedVerdict(
  { verdict, endpoint }: Finding,
  known: readonly Acknowledged[] | undefined,
): string {
  return isKnownHog(endpoint, known) ? `${verdict}${KNOWN_MARK}` : verdict;
}

/** What is said of each known hog under a table, as the log and the settings have it: the caller makes it safe. Empty for none. */
export function knownNotes(known: readonly Acknowledged[] = []): readonly string[] {
  return known.map(({ endpoint, until, note }) => {
    const held = until === '' ? '' : ` until ${until}`;
    return `${endpoint} is acknowledged${held}${note === '' ? '' : `: ${note}`}`;
  });
}
