import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let made: (() => void) | undefined;

/** V8's `gc()`: the one of --expose-gc where it is there, or one made for it. Undefined where V8 gives none. */
export function garbageCollector(): (() => void) | undefined {
  if (made !== undefined) return made;
  const given: unknown = Reflect.get(globalThis, 'gc') ?? fresh();
  if (typeof given === 'function') made = () => void Reflect.apply(given, undefined, []);
  return made;
}

/** In a context of its own, so that the application does not see it. */
function fresh(): unknown {
  try {
    setFlagsFromString('--expose-gc');
    return runInNewContext('gc');
  } catch {
    return undefined;
  } finally {
    setFlagsFromString('--no-expose-gc');
  }
}
