/** The module that src/runs/assembly compiles to. */
import { RUN_CODE } from './run-code.ts';

/** What it is asked; places are those of its memory. See src/runs/assembly/index.ts. */
export interface Assembly {
  readonly memory: { readonly buffer: ArrayBuffer };
  textAt(): number;
  longestText(): number;
  begin(endpoints: number, rows: number, isByWhole: number): void;
  isOpen(): number;
  take(start: number, end: number, offset: number, before: number): number;
  stoppedAt(): number;
  takeRequest(
    pid: number,
    app: number,
    workerRequests: number,
    instanceRequests: number,
    core: number,
    time: number,
    rss: number,
    vsz: number,
    endpoint: number,
    offset: number,
    line: number,
  ): void;
  wantExamples(endpoint: number, wanted: number): void;
  finish(): void;
  mostEndpoints(): number;
  livesBegun(): number;
  arenaEnd(): number;
  newestLife(): number;
  endpointAt(endpoint: number): number;
  fromTime(): number;
  toTime(): number;
}

/** What it asks. See src/runs/assembly/host.ts. */
export interface AssemblyHost {
  readonly readTime: (at: number) => number;
  readonly endpointOf: (methodStart: number, pathStart: number, pathEnd: number, status: number) => number;
  readonly offerExample: (endpoint: number, line: number, pathStart: number, pathEnd: number) => number;
}

/** What is used of WebAssembly, which is no part of the language. */
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

/** The compiled code, once for all runs of this thread. */
let compiled: object | undefined;

/** A new instance with memory of its own; undefined where there is no WebAssembly, or no memory for it. */
export function assembled(host: AssemblyHost): Assembly | undefined {
  try {
    compiled ??= new WebAssembly.Module(Uint8Array.from(atob(RUN_CODE), (letter) => letter.charCodeAt(0)));
    const { exports } = new WebAssembly.Instance(compiled, { host: { ...host } });
    // What there is in it is what src/runs/assembly/index.ts exports.
    return exports as Assembly;
  } catch {
    return undefined;
  }
}
