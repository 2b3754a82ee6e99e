// Listens with the given server, sends it the paths named on the command line one after the other, and stops.
import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

export async function serve(server) {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  for (const path of process.argv.slice(2)) {
    const sent = request({ host: '127.0.0.1', port: server.address().port, path, agent: false }).end();
    const [response] = await once(sent, 'response');
    await once(response.resume(), 'close');
    await wait(5);
  }
  server.closeAllConnections();
  server.close();
}
