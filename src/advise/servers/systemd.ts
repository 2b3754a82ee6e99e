/**
 * The service manager's own limit, for servers that have none: systemd.resource-control(5) and systemd.service(5). Above MemoryMax
 * the kernel kills a process of the service; with OOMPolicy=continue (systemd 243) the others go on, and the server's parent
 * starts another.
 */
import { formatBytes } from '../../wording/bytes.ts';
import type { AdvisedFile } from './server.ts';
import { MIB, wholeUnits } from './words.ts';

/** A drop-in for the server's unit that keeps all of it under so many bytes. `counted`: what its processes serve. */
export function serviceLimit(bytes: number, counted = 'request'): AdvisedFile {
  const line = (text: string, why: string): AdvisedFile['lines'][number] => ({
    text,
    why,
    setting: text.startsWith('[') ? '' : text.replace(/=.*/, ''),
    value: undefined,
  });
  const mebibytes = wholeUnits(bytes, MIB);
  return {
    name: 'systemctl edit, for the unit that starts the server',
    lines: [
      line('[Service]', 'the section that all three belong to'),
      line(
        `MemoryMax=${mebibytes.toString()}M`,
        `the service as a whole stays under ${formatBytes(mebibytes * MIB)}: at that the kernel kills one of its processes in the middle of a ${counted}, and the machine goes on`,
      ),
      line('OOMPolicy=continue', 'only that process ends; without this line systemd stops the whole service'),
      line('Restart=always', 'and starts it again should the parent itself be killed'),
    ],
  };
}
