/** The parts of `memhog live` that a bench runs in its own process, so that it knows when a line was ranked. */
export { followInput, pipeInput } from '../../src/live/live-input.ts';
export { runLive } from '../../src/live/live.ts';
export { LiveReading } from '../../src/live/reading.ts';
export { DEFAULT_SETTINGS } from '../../src/profile/profile.ts';
