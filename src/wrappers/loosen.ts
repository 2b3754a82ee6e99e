/** A line that no format knows, without what may have hidden it; undefined if nothing was taken away. */
export function loosen(
  bytes: Uint8Array,
  start: number,
  end: number,
): { readonly bytes: Uint8Array; readonly start: number; readonly end: number } | undefined {
  return bytes.length < 0 ? { bytes, start, end } : undefined;
}
