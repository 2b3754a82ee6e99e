/** One worker of several watches: the one that makes a file in the folder for temporary files. */
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file that a worker left when it was killed is in nobody's way. */
function isLeft(path: string): boolean {
  const pid = Number(readFileSync(path, 'utf8'));
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

function made(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether this process is the one among its siblings that watches the endpoint, until it exits. False too where the file
 * can be neither made nor read.
 */
export function claimTrace(endpoint: string): boolean {
  const whose = `${process.getuid?.() ?? 0} ${endpoint} ${process.ppid}`;
  const name = createHash('sha256').update(whose).digest('hex').slice(0, 12);
  const path = join(tmpdir(), `memhog-trace-node-${name}`);
  try {
    if (!made(path)) {
      if (!isLeft(path)) return false;
      rmSync(path, { force: true });
      if (!made(path)) return false;
    }
    process.once('exit', () => rmSync(path, { force: true }));
    return true;
  } catch {
    return false;
  }
}
