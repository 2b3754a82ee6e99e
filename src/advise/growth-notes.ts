/** How well the growth is known, in sentences. */
import type { Warning } from '../ranking/ranking.ts';
import { formatBytes } from '../wording/bytes.ts';
import { formatDuration } from '../wording/moment.ts';
import { formatCounted, groupDigits } from '../wording/numbers.ts';
import { countedOf } from './counted.ts';
import type { NoteCase } from './notes.ts';
import { leastMemory } from './planning.ts';

const DAY = 86_400;

/** So many times as much of a log can be asked for; beyond, it is said what that much would tell. */
const MUCH = 100;

/**
 * What could hide, what that would come to, and how much more of the log would tell. The width of an interval goes with the root
 * of what it is measured on.
 */
function hidden({ workload, load, asked, abilities }: NoteCase, atMost: number): string {
  const counted = countedOf(abilities);
  const { requests } = workload.evidence;
  const much = (times: number): string =>
    `${groupDigits(times)} times as much of it (${formatCounted(times * requests, counted)})`;
  const hides = ` The log would still let ${formatBytes(atMost)} per ${counted} hide`;
  const room = load ? asked.memory + asked.budgetOfSum - asked.budget - leastMemory(load) : 0;
  if (!load || !(load.rate > 0) || room <= 0)
    return `${hides}: about ${much(4)} would show half of that, if it is there.`;
  const inDay = room / (load.workers * load.rate * DAY);
  const fills = `, which would fill the memory in ${formatDuration(room / (load.workers * load.rate * atMost))}`;
  if (atMost <= inDay) return `${hides}, which would not fill the memory within a day.`;
  const times = Math.ceil((atMost / inDay) ** 2);
  return times <= MUCH
    ? `${hides}${fills}. About ${much(times)} would rule out every leak that fills it within a day (${formatBytes(inDay)} per ${counted}).`
    : `${hides}${fills}. About ${much(MUCH)} would rule out more than ${formatBytes(atMost / Math.sqrt(MUCH))} per ${counted}; ${formatBytes(inDay)} fill it within a day.`;
}

/** One note, or none where the growth is well known. */
export function growthNotes(row: NoteCase): Warning[] {
  const { growth, workload, abilities } = row;
  const counted = countedOf(abilities);
  const interval = workload.growth?.perRequest;
  const range = interval ? `${formatBytes(Math.max(0, interval.low))} to ${formatBytes(interval.high)}` : '';
  if (growth.kind === 'none')
    return [
      {
        code: 'no-growth',
        text: `No growth was found after the warm-up, so no restart is needed for it.${growth.atMost > 0 ? hidden(row, growth.atMost) : ''}`,
      },
    ];
  if (growth.kind === 'cautious' && growth.isLate)
    return [
      {
        code: 'faster-late',
        text: `Workers grow faster late in their lives (${formatBytes(growth.perRequest)} per ${counted}) than in the mean (${range}), as after a change: the faster growth is reckoned with.`,
      },
    ];
  if (growth.kind === 'cautious')
    return [
      {
        code: 'cautious-growth',
        text: `The growth per ${counted} is known roughly only (${range}): the upper end is reckoned with. A longer log allows longer lives.`,
      },
    ];
  if (growth.kind === 'measured') return [];
  const more =
    growth.moreData === null
      ? `Give a log in which each worker serves some thousand ${counted}s after its warm-up.`
      : `About ${groupDigits(growth.moreData)} times as much of the log is needed (${formatCounted(growth.moreData * workload.evidence.requests, counted)}).`;
  return [
    {
      code: 'too-little-data',
      text: `Too little data to calculate anything: ${range === '' ? 'no worker can be followed beyond its warm-up' : `growth per ${counted} may be anything from ${range}`}. ${more}`,
    },
  ];
}
