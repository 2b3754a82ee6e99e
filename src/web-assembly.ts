/** Instances of WebAssembly modules, whose code stands in modules of JavaScript as text (build-assembly.mjs). */

/** What is used of WebAssembly, which is no part of the language. */
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

/** What each code, in base64, compiled to: once for all instances of this thread. */
const compiled = new Map<string, object>();

/** The exports of a new instance with memory of its own; undefined where there is no WebAssembly, or no memory for it. */
export function instanceOf(code: string, host: object): unknown {
  try {
    let module = compiled.get(code);
    if (!module) {
      module = new WebAssembly.Module(Uint8Array.from(atob(code), (letter) => letter.charCodeAt(0)));
      compiled.set(code, module);
    }
    return new WebAssembly.Instance(module, { host }).exports;
  } catch {
    return undefined;
  }
}
