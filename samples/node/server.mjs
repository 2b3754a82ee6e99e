// node server.mjs WHAT PORT WORKERS: the shop behind one of the frameworks, in a cluster.
import cluster from 'node:cluster';
import { leaveLedger } from './shop.mjs';

const [what, port, workers] = process.argv.slice(2);
if (cluster.isPrimary) {
  for (let i = 0; i < Number(workers); i++) cluster.fork();
  cluster.on('exit', () => {
    if (Object.keys(cluster.workers).length === 0) process.exit();
  });
  process.on('SIGTERM', () => {
    for (const worker of Object.values(cluster.workers)) worker.kill('SIGTERM');
  });
} else {
  process.on('SIGTERM', () => {
    leaveLedger();
    process.exit();
  });
  const { listen } = await import(`./${what}.mjs`);
  await listen(Number(port));
}
