/** What the environment asks of the probe; the same names as for Python (docs/probe.md). */

const text = (name: string): string => process.env[name] ?? '';

/** A number of at least 0 from the environment; `otherwise` when there is none. */
function number(name: string, otherwise: number): number {
  const given = text(name).trim();
  const value = Number(given);
  return given !== '' && value >= 0 && value < Infinity ? value : otherwise;
}

const OFF = /^(?:0|off|no|false)$/i;
const ON = /^(?:1|on|yes|true)$/i;

/** What is asked for; read once for each application. */
export interface Settings {
  /** MEMHOG_PROBE=0: nothing is counted, read or written. */
  readonly isOff: boolean;
  /** MEMHOG_PROBE=1: readings are taken as requests begin, whatever the options of the middleware say. */
  readonly isOn: boolean;
  /** MEMHOG_PROBE_BUDGET: part of the processor time of requests that readings may take, 0 to 1. */
  readonly budget: number;
  /** MEMHOG_TRACE: the endpoint to watch, such as `GET /search`; empty for none. */
  readonly trace: string;
  /** MEMHOG_TRACE_CALLS: calls after which a trace is done. */
  readonly calls: number;
  /** MEMHOG_TRACE_SECONDS: seconds after which it ends in any case. */
  readonly seconds: number;
  /** MEMHOG_TRACE_MEMORY: bytes by which the process may grow meanwhile. */
  readonly memory: number;
}

/** The settings of this environment. Numbers that are none are as if they were not there. */
export function settingsOf(): Settings {
  return {
    isOff: OFF.test(text('MEMHOG_PROBE')),
    isOn: ON.test(text('MEMHOG_PROBE')),
    budget: Math.min(1, number('MEMHOG_PROBE_BUDGET', 0.01)),
    trace: text('MEMHOG_TRACE').trim().replaceAll(/\s+/g, ' '),
    calls: Math.max(1, Math.floor(number('MEMHOG_TRACE_CALLS', 100))),
    seconds: Math.max(1, number('MEMHOG_TRACE_SECONDS', 600)),
    memory: number('MEMHOG_TRACE_MEMORY', 128 * 2 ** 20),
  };
}
