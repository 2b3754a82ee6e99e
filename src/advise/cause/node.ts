/** Node: run on 20.20 (--heapsnapshot-signal, two snapshots with calls between them). */
import type { Step } from '../../setup/target.ts';
import type { CallTarget } from './target.ts';

/** Steps in the order to take them. */
export function nodeSteps({ method, path }: CallTarget): readonly Step[] {
  return [
    {
      why: 'writes a snapshot of the heap into the working folder at each signal; the process stands still meanwhile, and needs about twice its heap',
      where: '',
      paste: 'node --heapsnapshot-signal=SIGUSR2 app.js',
    },
    {
      why: 'one snapshot before and one after 1,000 calls of the route. PID is the process, 3000 its port; add a login or a body where yours needs one',
      where: '',
      paste: `for i in $(seq 200); do curl -s -o /dev/null -X ${method} 'http://127.0.0.1:3000${path}'; done
kill -USR2 PID; sleep 10
for i in $(seq 1000); do curl -s -o /dev/null -X ${method} 'http://127.0.0.1:3000${path}'; done
kill -USR2 PID`,
    },
    {
      why: 'shows what was added: load both under Memory, choose the second, then Comparison, sorted by Size Delta; Retainers says who holds it',
      where: 'Chrome, at chrome://inspect, "Open dedicated DevTools for Node"',
      paste: 'Heap.*.heapsnapshot',
    },
  ];
}
