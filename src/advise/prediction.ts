/** What settings come to, in figures. */
import type { TotalMemory } from './memory.ts';
import type { Together } from './together.ts';

/** What settings lead to. */
export interface Prediction {
  readonly memory: TotalMemory;
  /** Mean life of a worker in seconds; null, as the next ones, where the rate is not known, and where a limit on memory is never met. */
  readonly life: number | null;
  /** Of all workers together; 0 where a limit on memory is never met. */
  readonly restartsPerHour: number | null;
  /** Part of the workers' time that goes into restarts, 0 to 1. */
  readonly capacityLost: number | null;
  readonly together: Together | null;
}

/** Of a limit that nothing grows to. */
export const NO_RESTARTS: Omit<Prediction, 'memory'> = {
  life: null,
  restartsPerHour: 0,
  capacityLost: 0,
  together: null,
};
