/**
 * The parts of the method that can be left out, to see what each is worth. A part is left out by giving other values
 * to constants of `src` while they are loaded (swap-hooks.mjs): no code of memhog is there for the bench alone.
 */

/** One part: `constants` are `file#NAME` under `src/ranking`, with the text of the value that takes the part out. */
export interface Part {
  readonly name: string;
  readonly constants: Readonly<Record<string, string>>;
}

const TUNING = 'attribution/tuning.ts';

/** The parts, in the order of the report. */
export const PARTS: readonly Part[] = [
  { name: 'without the lag of memory behind calls', constants: { [`${TUNING}#LAG`]: '1e-6' } },
  { name: 'without the transient terms', constants: { [`${TUNING}#TRANSIENT_RIDGE`]: '1e9' } },
  {
    name: 'without touch points',
    constants: { [`${TUNING}#NOISE_RATIOS`]: '[]', [`${TUNING}#NOISE_RATIOS_LARGE`]: '[]' },
  },
  { name: 'with one warm-up cut (.4)', constants: { [`${TUNING}#WARM_CUTS`]: '[0.4]' } },
  {
    name: 'without the prior that few routes leak',
    constants: { [`${TUNING}#EXPECTED_LEAKS`]: 'Infinity', [`${TUNING}#MOST_PRIOR`]: '0.5' },
  },
  { name: 'without causes common to all routes', constants: { [`${TUNING}#COMMON_PRIOR`]: '1e-12' } },
  {
    name: 'without the start-up curve of recycled workers',
    constants: { [`${TUNING}#RECYCLED_LIVES`]: 'Infinity' },
  },
  { name: 'without the saturation check', constants: { [`${TUNING}#SATURATING_RATIO`]: '-Infinity' } },
  { name: 'without the rule of few calls', constants: { [`${TUNING}#FEW_CALLS`]: '0' } },
  { name: 'without the rule of disputes', constants: { [`${TUNING}#DISPUTED_Z`]: '-Infinity' } },
  { name: 'without the least kept per life', constants: { [`${TUNING}#MIN_KEPT_PER_LIFE`]: '0' } },
  {
    name: 'without widening the interval',
    constants: { [`${TUNING}#WIDEN_LOW`]: '1', [`${TUNING}#WIDEN_HIGH`]: '1' },
  },
];
