import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { machineMemory, memoryFlag, reserveFlag } from '../../src/cli/machine-memory.ts';
import { UsageError } from '../../src/errors.ts';

const MIB = 1024 * 1024;

/** A folder that stands for `/`, with these files. */
function machine(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'memhog-machine-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const MEMINFO = { 'proc/meminfo': 'MemTotal:       16384000 kB\nMemFree: 1 kB\n' };

describe('the memory of this machine', () => {
  it('is the least of what the group and those that hold it allow, in version 2', () => {
    const group = {
      ...MEMINFO,
      'proc/self/cgroup': '0::/system.slice/app.service\n',
      'sys/fs/cgroup/system.slice/app.service/memory.max': 'max\n',
      'sys/fs/cgroup/system.slice/app.service/memory.high': `${(900 * MIB).toString()}\n`,
      'sys/fs/cgroup/system.slice/memory.max': `${(800 * MIB).toString()}\n`,
    };
    assert.deepEqual(machineMemory(machine(group)), {
      bytes: 800 * MIB,
      from: 'cgroup v2 memory.max of /system.slice',
    });
    assert.deepEqual(machineMemory(machine({ ...group, 'sys/fs/cgroup/system.slice/memory.max': 'max' })), {
      bytes: 900 * MIB,
      from: 'cgroup v2 memory.high of /system.slice/app.service',
    });
  });

  it('is found in a container, which sees its own group as the root', () => {
    const root = machine({
      ...MEMINFO,
      'proc/self/cgroup': '0::/\n',
      'sys/fs/cgroup/memory.max': `${(512 * MIB).toString()}\n`,
    });
    assert.deepEqual(machineMemory(root), { bytes: 512 * MIB, from: 'cgroup v2 memory.max of /' });
  });

  it('is found in version 1, and a number beyond the machine is no limit', () => {
    const v1 = {
      ...MEMINFO,
      'proc/self/cgroup': '9:cpu,cpuacct:/x\n4:memory:/docker/abc\n',
      'sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes': `${(256 * MIB).toString()}\n`,
    };
    assert.deepEqual(machineMemory(machine(v1)), {
      bytes: 256 * MIB,
      from: 'cgroup v1 memory.limit_in_bytes of /docker/abc',
    });
    const none = { ...v1, 'sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes': '9223372036854771712\n' };
    assert.equal(machineMemory(machine(none)).from, 'MemTotal of /proc/meminfo');
  });

  it('is that of the machine where no group limits it, whatever the files hold', () => {
    const bytes = 16_384_000 * 1024;
    for (const text of ['max\n', '', '-1\n', '1e9\n', '0\n', 'x'.repeat(100)]) {
      const root = machine({ ...MEMINFO, 'proc/self/cgroup': '0::/a\n', 'sys/fs/cgroup/a/memory.max': text });
      assert.deepEqual(machineMemory(root), { bytes, from: 'MemTotal of /proc/meminfo' }, text);
    }
    const nowhere = machineMemory(machine({}));
    assert.equal(nowhere.from, 'the memory of this machine');
    assert.ok(nowhere.bytes > MIB);
  });

  it('does not leave its root', () => {
    const outside = machine({
      'memory.max': `${(5 * MIB).toString()}\n`,
      'root/proc/meminfo': MEMINFO['proc/meminfo'],
    });
    writeFileSync(join(outside, 'root/proc/cgroup'), '');
    mkdirSync(join(outside, 'root/proc/self'));
    writeFileSync(join(outside, 'root/proc/self/cgroup'), '0::/../../../..\n');
    assert.equal(machineMemory(join(outside, 'root')).from, 'MemTotal of /proc/meminfo');
  });
});

describe('--memory and --reserve', () => {
  it('are sizes, and a part of them', () => {
    assert.deepEqual(memoryFlag('4G'), { bytes: 4096 * MIB, from: '--memory' });
    assert.equal(reserveFlag('25%', 4096 * MIB), 1024 * MIB);
    assert.equal(reserveFlag('512M', 4096 * MIB), 512 * MIB);
    assert.equal(reserveFlag('0', 4096 * MIB), 0);
    assert.equal(memoryFlag(undefined, machine(MEMINFO)).from, 'MemTotal of /proc/meminfo');
  });

  it('refuse a small number without a unit, and say which was meant', () => {
    for (const [text, meant] of [
      ['4', '4G'],
      ['1.5', '1.5G'],
      ['512', '512M'],
      ['1048575', '1048575M'],
    ] as const)
      assert.throws(() => memoryFlag(text), {
        name: 'UsageError',
        message: `--memory '${text}' is ${text} bytes: did you mean ${meant}?`,
      });
    assert.equal(memoryFlag(MIB.toString()).bytes, MIB);
    assert.equal(memoryFlag('512K').bytes, MIB / 2);
    assert.throws(() => reserveFlag('25', 4096 * MIB), /did you mean 25%\?$/);
    assert.throws(() => reserveFlag('512', 4096 * MIB), /did you mean 512M\?$/);
  });

  it('refuse everything else in their own name', () => {
    assert.throws(() => memoryFlag('lots'), { name: 'UsageError', message: /^--memory 'lots'/ });
    for (const text of ['100%', '120%', '-5%', '5G', 'x', ''])
      assert.throws(
        () => reserveFlag(text, 4096 * MIB),
        (error) => error instanceof UsageError && error.message.startsWith('--reserve'),
        text,
      );
  });
});
