import { Colour } from './colour.ts';
import { Compose } from './compose.ts';
import { Cri } from './cri.ts';
import { DockerJson } from './docker-json.ts';
import { Heroku } from './heroku.ts';
import { JournalJson } from './journal-json.ts';
import { KubectlPrefix } from './kubectl-prefix.ts';
import { LogEncoder } from './log-encoder.ts';
import { Logplex } from './logplex.ts';
import { OctetCounted } from './octet-counted.ts';
import { Passenger } from './passenger.ts';
import { Syslog } from './syslog.ts';
import { Syslog5424 } from './syslog-5424.ts';
import { Timestamps } from './timestamps.ts';
import type { Wrapper } from './wrapper.ts';

/**
 * Every wrapper; at most one of them knows a line, so their order does not matter. They remember nothing of a line.
 * `now`: whole seconds; a time without a year is taken for the last one that was not later.
 */
export function allWrappers(now = Date.now() / 1000): readonly Wrapper[] {
  const packets = [new Syslog(now), new Syslog5424(), new Logplex()];
  return [
    new DockerJson(),
    new Cri(),
    new JournalJson(),
    ...packets,
    new OctetCounted(packets),
    new Heroku(),
    new Timestamps(),
    new KubectlPrefix(),
    new Compose(),
    new Passenger(),
    new LogEncoder(),
    new Colour(),
  ];
}
