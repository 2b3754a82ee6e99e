/** A program that tells somebody by a command, ends half a second later, and says on stdout what went wrong: `hanging-hook COMMAND`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Alarm } from '../../src/live/alarm.ts';
import { SHOP } from '../render/fixture.ts';

const alarm = new Alarm({
  on: 'leak',
  command: process.argv[2] ?? '',
  coolDown: 60_000,
  onFailure: (text) => process.stdout.write(`${text}\n`),
});
alarm.see({ ...SHOP, findings: SHOP.findings.filter(({ verdict }) => verdict === 'leak').slice(0, 1) }, 0);
await sleep(500);
alarm.close();
