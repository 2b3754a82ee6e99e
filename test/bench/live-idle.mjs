// What a run costs that nothing is written for: with its screen, and with a line at each interval.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { DIST, cpuOf, sleep } from './live-run.mjs';

/** Per cent of one core, over so many seconds after the log was read. */
export async function measureIdle(log, seconds) {
  const command = [process.execPath, `${DIST}/cli/main.js`, 'live', log, '--from-start'];
  const screen = spawn('script', ['-qec', `exec ${command.join(' ')}`, '/dev/null'], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: { ...process.env, TERM: 'xterm' },
  });
  const lines = spawn(command[0], [...command.slice(1), '--interval', '10s'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await sleep(12_000);
  const ofScreen = Number(execFileSync('pgrep', ['-P', String(screen.pid)], { encoding: 'utf8' }).trim());
  const pids = [ofScreen, lines.pid];
  const before = pids.map(cpuOf);
  await sleep(seconds * 1000);
  const [screenCpu, linesCpu] = pids.map((pid, i) => ((cpuOf(pid) - before[i]) / seconds) * 100);
  screen.stdin.write('q');
  lines.kill();
  await Promise.all([once(screen, 'close'), once(lines, 'close')]);
  return { screen: screenCpu, lines: linesCpu };
}
