/** The probe of src/setup/python in a WSGI server in small, run by the Python that is here. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PYTHON_ENV, pythonWith } from './python.ts';

const found = pythonWith();

/** The Python that is here; undefined if none is. */
export const foundPython = found;

/** A WSGI server in small, and an application; `get(app, path)` calls, reads and closes. */
const SERVER = `
import os, sys, threading, time
import memhog_probe as m
def get(app, path, **more):
    body = app(dict({"REQUEST_METHOD": "GET", "RAW_URI": path, "PATH_INFO": path}, **more), lambda s, h, *e: None)
    try:
        return b"".join(body)
    finally:
        if hasattr(body, "close"): body.close()
LEAK = []
def shop(environ, start_response):
    if environ["PATH_INFO"].startswith("/leak"): LEAK.append(set(range(200)))
    start_response("200 OK", [])
    return [b"ok"]
app = m.wsgi(shop)
def all_read():
    m.process().step = 1
    for one in m.process().counters.values(): one.every = 1
`;

/** Runs a text after SERVER, with variables of the environment. */
export function runProbe(text: string, env: Record<string, string> = {}): { stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(found ?? '', ['-c', SERVER + text], {
    env: { ...PYTHON_ENV, ...env },
    encoding: 'utf8',
    timeout: 60_000,
  });
  assert.equal(status, 0, stderr + stdout);
  return { stdout, stderr };
}

/** One field of every line; undefined where a line has none. */
export const column = (tails: readonly Map<string, string>[], key: string): (string | undefined)[] =>
  tails.map((tail) => tail.get(key));

/** As `runProbe`, for many lines: into a pipe that is read too slowly the probe writes none, so they go to a file. */
export function runToFile(text: string, env: Record<string, string> = {}): { stdout: string; lines: string } {
  const folder = mkdtempSync(join(tmpdir(), 'memhog-probe-'));
  try {
    const path = join(folder, 'lines');
    const { stdout } = runProbe(text, { MEMHOG_PROBE_FILE: path, ...env });
    return { stdout, lines: readFileSync(path, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
