/** What memhog depends on: little, each with its reason, and nothing that runs when it is installed. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';

const ROOT = join(import.meta.dirname, '..');

interface Locked {
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
  readonly integrity?: string;
  readonly os?: readonly string[];
}

const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, Locked>>;
};
const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>;
};

/** What `npm install memhog` brings. */
const atRunTime = Object.entries(lock.packages).filter(([name, { dev }]) => name !== '' && dev !== true);

it('no package that is there at run time runs a script when it is installed, or is made for one system', () => {
  assert.ok(atRunTime.length > Object.keys(dependencies).length);
  for (const [name, { hasInstallScript, os }] of atRunTime) {
    assert.notEqual(hasInstallScript, true, name);
    assert.equal(os, undefined, name);
  }
});

it('each is locked to its content', () => {
  for (const [name, { integrity }] of atRunTime) assert.match(integrity ?? '', /^sha512-/, name);
});

it('each that is asked for has its reason in ARCHITECTURE.md, and no other has', () => {
  const text = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8');
  const section = /## Run-time dependencies\n([\s\S]*?)\n## /.exec(text)?.[1] ?? '';
  const rows = [...section.matchAll(/^\| `([^`]+)` +\| (\S[^|]*\S) +\|/gm)].map(([, name]) => name);
  assert.deepEqual(rows.toSorted(), Object.keys(dependencies).toSorted());
});
