/**
 * Names under which loggers write what memhog needs, most telling first. Case, `_`, `-` and `@` do not count:
 * `heap_used` is `heapUsed`. A name that stands within another is joined to it by a point.
 */
import { PLACE, SIZES } from './meanings.ts';
import type { Known, Meaning } from './meanings.ts';

const NAMES: Readonly<Partial<Record<Meaning, string>>> = {
  blocks: 'blocks allocatedblocks pyblocks heapliveslots gc.heapliveslots',
  pid: 'pid process.pid processid workerpid ospid proc.pid',
  worker: 'worker workerid worker.id workernumber workername',
  method: 'method httpmethod http.method http.request.method req.method request.method requestmethod verb',
  path:
    'path req.path request.path http.target url.path http.path requestpath requesturi req.url request.url req.originalurl ' +
    'request.uri url uri http.url url.full url.original originalurl http.uri http.requesturi target',
  request: 'request req requestline http.request',
  route:
    'route http.route req.route req.routerpath request.route req.route.path req.routeoptions.url routerpath ' +
    'routepath routepattern urlrule endpointtemplate',
  controller: 'controller params.controller',
  action: 'action params.action',
  task: 'task taskname task.name jobclass jobname job.class job.name job',
  status:
    'status statuscode httpstatus res.statuscode res.status response.status response.statuscode ' +
    'http.response.statuscode http.statuscode responsestatus responsecode',
  time: 'time ts timestamp t datetime date eventtime asctime',
  host:
    'pod podname kubernetes.podname kubernetes.pod.name k8s.pod.name dyno container containerid containername ' +
    'hostname host.name host.hostname machine machinename instance nodename',
  site: 'host',
  seq: 'seq workerrequests requestcount',
  inflight: 'inflight',
  core: 'core',
  rssM: 'rssm',
  vszM: 'vszm',
};

/** Names of sizes, which may stand within a word for memory, as in `mem.rss`, and end in a unit, as in `rss_kb`. */
const SIZE_NAMES: Readonly<Partial<Record<Meaning, string>>> = {
  rss: 'rss rsssize residentmemory residentsize residentsetsize resident vmrss',
  vsz: 'vsz vms vsize virt vmsize virtualmemory virtualsize',
  pss: 'pss',
  uss: 'uss',
  live: 'heapused heap.used heapalloc liveheap',
  peak: 'peakmemory memorypeak mempeak memorypeakusage peakmemoryusage peakmem',
  external: 'external',
};
const WITHIN = [
  ...['mem', 'memory', 'memoryusage', 'memusage', 'process', 'process.memory', 'process.mem'],
  ...['proc', 'processmemory', 'worker', 'node.memory'],
];
/** Memory of a sort not named: most people who write so mean the resident size. */
const LOOSE = 'memory mem memoryusage memusage memoryused memused usedmemory process.memory.usage';

/** A name that stands on its own goes before these. */
const WITHIN_RANK = 50;
const LOOSE_RANK = 100;

/** What the rank of a name within another (see vocabulary.ts) is more by. */
export const CONTAINED_RANK = 1000;

/** Whether a size of this name may be any memory: of a container, a query, a cache. */
export function isLooseName({ rank }: Known): boolean {
  return rank % CONTAINED_RANK >= LOOSE_RANK;
}

const UNITS: readonly (readonly [string, number])[] = [
  ...(['b', 'bytes'] as const).map((unit) => [unit, 1] as const),
  ...(['kb', 'kib'] as const).map((unit) => [unit, 2 ** 10] as const),
  ...(['mb', 'mib'] as const).map((unit) => [unit, 2 ** 20] as const),
  ...(['gb', 'gib'] as const).map((unit) => [unit, 2 ** 30] as const),
];

/** A bare number is bytes when it is more than a process has in any other unit, and a process has no less. */
const LEAST_BARE = 4e6;
/** Node gives these in bytes; what is less is a rounded number of megabytes. */
const BY_NODE: readonly Meaning[] = ['live', 'external'];
const LEAST_BY_NODE = 1e5;

const words = (text: string | undefined): readonly string[] => text?.split(' ') ?? [];

/** A name in the form that the tables hold. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[_@-]/g, '');
}

/** What a name of `meaning` that states its unit, or none (`scale` 0), makes of a value. */
export function knownAs(meaning: Meaning, scale: number, rank: number): Known {
  const least = scale > 0 ? 0 : BY_NODE.includes(meaning) ? LEAST_BY_NODE : LEAST_BARE;
  return { place: PLACE[meaning], scale, least, rank };
}

/** The meaning and unit in a name such as `rss` or `rss_kb`, as the user writes it; undefined for none. */
export function meaningNamed(
  text: string,
): { readonly meaning: Meaning; readonly scale: number } | undefined {
  const name = plainName(text);
  for (const meaning of [...SIZES, ...words(Object.keys(NAMES).join(' '))]) {
    if (!isMeaning(meaning)) continue;
    if (plainName(meaning) === name) return { meaning, scale: 0 };
    const unit = SIZES.includes(meaning) ? UNITS.find(([suffix]) => meaning + suffix === name) : undefined;
    if (unit) return { meaning, scale: unit[1] };
  }
  return undefined;
}

function isMeaning(text: string): text is Meaning {
  return Object.hasOwn(PLACE, text);
}

/** Every name in its plain form with what it means. */
export function knownNames(): Map<string, Known> {
  const all = new Map<string, Known>();
  const add = (name: string, known: Known): void => {
    if (!all.has(name)) all.set(name, known);
  };
  for (const [meaning, names] of Object.entries(NAMES)) {
    if (isMeaning(meaning)) words(names).forEach((name, rank) => add(name, knownAs(meaning, 0, rank)));
  }
  const addSize = (meaning: Meaning, name: string, rank: number): void => {
    add(name, knownAs(meaning, 0, rank));
    for (const [unit, scale] of UNITS) {
      add(name + unit, knownAs(meaning, scale, rank));
      add(`${name}.${unit}`, knownAs(meaning, scale, rank));
    }
  };
  for (const meaning of SIZES) {
    words(SIZE_NAMES[meaning]).forEach((name, rank) => {
      addSize(meaning, name, rank);
      for (const around of WITHIN) {
        addSize(meaning, `${around}.${name}`, WITHIN_RANK + rank);
        addSize(meaning, around + name, WITHIN_RANK + rank);
      }
    });
  }
  words(LOOSE).forEach((name, rank) => addSize('rss', name, LOOSE_RANK + rank));
  return all;
}
