/** A property that a framework adds to its objects, as far as it is there; undefined otherwise. */
export function property(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null ? Reflect.get(of, name) : undefined;
}

/** The same, if it is text; empty otherwise. */
export function textProperty(of: unknown, name: string): string {
  const value = property(of, name);
  return typeof value === 'string' ? value : '';
}
