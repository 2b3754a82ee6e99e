/**
 * How much memory there is for the workers: what the control group of this process allows, or what the machine has.
 * Files and their meaning: the kernel's cgroup-v2.rst (memory.max, memory.high: bytes or `max`, each parent limits its children) and
 * cgroup-v1/memory.rst (memory.limit_in_bytes; without a limit a number near 2^63).
 */
import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import { level } from './options.ts';

/** An amount of memory and where it was found. */
export interface MachineMemory {
  readonly bytes: number;
  /** `cgroup v2 memory.max of /system.slice/app.service`, `MemTotal of /proc/meminfo`, `--memory`. */
  readonly from: string;
}

const MEBIBYTE = 1024 * 1024;
/** A limit of control groups below this is no limit for a server (a file half written, a test). */
const LEAST = MEBIBYTE;

/** A file of a few lines; undefined where it cannot be read. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Not this kind of machine, or not ours to read: the next place is asked.
    return undefined;
  }
}

function limitIn(path: string): number | undefined {
  const text = textOf(path)?.trim();
  if (text === undefined || !/^\d{1,20}$/.test(text)) return undefined;
  const bytes = Number(text);
  return bytes >= LEAST ? bytes : undefined;
}

/** `/a/b` with all that hold it, itself first: `/a/b`, `/a`, `/`. */
function withParents(path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '..');
  return [...parts.keys(), parts.length].reverse().map((count) => `/${parts.slice(0, count).join('/')}`);
}

/** The group of this process: in version 2 under no controller, in version 1 under `memory`. */
function groupOf(root: string, version: 1 | 2): string | undefined {
  for (const line of (textOf(join(root, 'proc/self/cgroup')) ?? '').split('\n')) {
    const [, controllers = '', path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    const isOurs = version === 2 ? controllers === '' : controllers.split(',').includes('memory');
    if (path !== undefined && isOurs) return path;
  }
  return undefined;
}

function limitsOf(root: string): readonly MachineMemory[] {
  const places = [
    { version: 2, folder: 'sys/fs/cgroup', files: ['memory.max', 'memory.high'] },
    { version: 2, folder: 'sys/fs/cgroup/unified', files: ['memory.max', 'memory.high'] },
    { version: 1, folder: 'sys/fs/cgroup/memory', files: ['memory.limit_in_bytes'] },
  ] as const;
  return places.flatMap(({ version, folder, files }) =>
    withParents(groupOf(root, version) ?? '/').flatMap((group) =>
      files.flatMap((file): MachineMemory[] => {
        const bytes = limitIn(join(root, folder, group, file));
        return bytes === undefined
          ? []
          : [{ bytes, from: `cgroup v${version.toString()} ${file} of ${group}` }];
      }),
    ),
  );
}

function wholeMachine(root: string): MachineMemory {
  const [, kibibytes] = /^MemTotal:\s+(\d{1,15}) kB$/m.exec(textOf(join(root, 'proc/meminfo')) ?? '') ?? [];
  return kibibytes === undefined
    ? { bytes: totalmem(), from: 'the memory of this machine' }
    : { bytes: Number(kibibytes) * 1024, from: 'MemTotal of /proc/meminfo' };
}

/**
 * The memory this process may use at most: the least of its control group, the groups that hold that, and the machine.
 * In a container the groups are seen from its own root. `root` is the folder that stands for `/`.
 */
export function machineMemory(root = '/'): MachineMemory {
  return limitsOf(root).reduce(
    (least, limit) => (limit.bytes < least.bytes ? limit : least),
    wholeMachine(root),
  );
}

/** Throws UsageError for what is no size, and for a bare number below 1 MiB, in which `unit` was forgotten. */
function sizeFlag(flag: string, text: string, unit: (number: number) => string): number {
  const bytes = sizeOf(flag, text);
  if (bytes < MEBIBYTE && /^[\d.]+$/.test(text))
    throw new UsageError(`${flag} '${text}' is ${text} bytes: did you mean ${text}${unit(Number(text))}?`);
  return bytes;
}

function sizeOf(flag: string, text: string): number {
  try {
    return level(text);
  } catch {
    // `level` speaks of the flag it was made for.
    throw new UsageError(`${flag} '${text}' must be a size such as 512M or 4G`);
  }
}

/** Machines of this many GiB are rare: a larger bare number is more likely one of MiB. */
const MANY_GIBIBYTES = 128;

const machineUnit = (number: number): string => (number < MANY_GIBIBYTES ? 'G' : 'M');

const reserveUnit = (number: number): string => (number < 100 ? '%' : 'M');

/** `--memory 4G`, or where it is not given what this machine allows. Throws UsageError for anything but a size. */
export function memoryFlag(text: string | undefined, root = '/'): MachineMemory {
  return text === undefined
    ? machineMemory(root)
    : { bytes: sizeFlag('--memory', text, machineUnit), from: '--memory' };
}

/**
 * Bytes of `memory` to be left free: `--reserve 25%` or `--reserve 512M`; 0 is allowed. Throws UsageError for anything else,
 * and where nothing would be left.
 */
export function reserveFlag(text: string, memory: number): number {
  const [, part] = /^(\d{1,3}(?:\.\d{1,6})?)\s?%$/.exec(text) ?? [];
  const reserve =
    part !== undefined
      ? (memory * Number(part)) / 100
      : text === '0'
        ? 0
        : sizeFlag('--reserve', text, reserveUnit);
  if (reserve >= memory) throw new UsageError(`--reserve '${text}' leaves no memory for the workers`);
  return Math.round(reserve);
}
