/** The module that src/runs/assembly compiles to. */
import { instanceOf } from '../web-assembly.ts';
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

/** A new instance with memory of its own; undefined where there is no WebAssembly, or no memory for it. */
export function assembled(host: AssemblyHost): Assembly | undefined {
  // What there is in it is what src/runs/assembly/index.ts exports.
  return instanceOf(RUN_CODE, { ...host }) as Assembly | undefined;
}
