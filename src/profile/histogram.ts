/**
 * Signed log buckets for deltas: two to the octave, so a bucket's bounds differ by at most a half.
 * Bucket 0 holds zero, bucket `b > 0` the deltas from `lowerBound(b)` up to `lowerBound(b + 1)`, `-b` their mirror.
 */

/** The bucket of a whole number. */
export function histogramBucket(delta: number): number {
  if (delta === 0) return 0;
  const size = Math.abs(delta);
  const octave = size < 2 ** 31 ? 31 - Math.clz32(size) : octaveOf(size);
  const bucket = 1 + 2 * octave + (size >= 1.5 * 2 ** octave ? 1 : 0);
  return delta < 0 ? -bucket : bucket;
}

function octaveOf(size: number): number {
  const exponent = Math.floor(Math.log2(size));
  // log2 may round up to the next whole number just below a power of two.
  return 2 ** exponent > size ? exponent - 1 : exponent;
}

/** The least size of delta in bucket `b > 0`. */
export function lowerBound(bucket: number): number {
  const octave = Math.floor((bucket - 1) / 2);
  return bucket % 2 === 1 ? 2 ** octave : 1.5 * 2 ** octave;
}
