// The order in which test files are run: those that mostly wait are spread among those that compute, so that neither
// two cores idle nor clocks run out on busy ones. The longest come first, so that none is left alone at the end.

/** Wait for other programs, timers and files more than they compute; the longest first. */
const WAIT = [
  'test/live/terminal.',
  'test/live/uwsgi.',
  'test/input/follow-random.',
  'test/live/slow-terminal.',
  'test/input/follow-logrotate.',
  'test/live/',
  'test/input/follow.',
  'test/node/',
];

/** Compute for more than some seconds; the longest first. */
const LONG = [
  'test/formats/',
  'test/docs-nightly.',
  'test/docs.',
  'test/ranking/',
  'test/report/',
  'test/nightly/',
  'test/wrappers/',
  'test/cli/',
  'test/laws/',
];

const placeIn = (list, file) => {
  const place = list.findIndex((start) => file.startsWith(start));
  return place < 0 ? list.length : place;
};

const sorted = (list, files) => files.toSorted((a, b) => placeIn(list, a) - placeIn(list, b));

/** The files, none left out. */
export function inGoodOrder(files) {
  const doesWait = (file) => placeIn(WAIT, file) < WAIT.length;
  const waiting = sorted(WAIT, files.filter(doesWait));
  const computing = sorted(
    LONG,
    files.filter((file) => !doesWait(file)),
  );
  // One that waits, then its share of the others; a quarter more of them than there are, so that all wait before the end.
  const share = Math.max(1, Math.floor((0.75 * computing.length) / Math.max(1, waiting.length)));
  const spread = waiting.flatMap((file, i) => [file, ...computing.slice(i * share, (i + 1) * share)]);
  return [...spread, ...computing.slice(waiting.length * share)];
}
