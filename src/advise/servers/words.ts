/** What is said of a plan in every server's words. */
import { formatBytes } from '../../wording/bytes.ts';
import { groupDigits } from '../../wording/numbers.ts';
import type { ByRequests, RecyclingPlan } from '../plan.ts';

/** 1 KiB in bytes. */
export const KIB = 1024;
/** 1 MiB in bytes. */
export const MIB = 1024 * 1024;

/** Bytes as a whole number of `unit`, rounded down (a limit must not grow by rounding), at least 1. */
export function wholeUnits(bytes: number, unit: number): number {
  return Math.max(1, Math.floor(bytes / unit));
}

/** Why a worker should be restarted after so many requests. `what` is counted: `requests`, `tasks`. */
export function whyRequests(
  { isMild }: RecyclingPlan,
  { requests, spread }: ByRequests,
  what = 'requests',
): string {
  const count =
    spread > 0
      ? `${groupDigits(requests)} to ${groupDigits(requests + spread)} ${what}`
      : `${groupDigits(requests)} ${what}`;
  return isMild
    ? `no growth was found: a new worker after ${count} only protects against a leak that comes later`
    : `a new worker after ${count}, before what it keeps fills the memory`;
}

/** Why a worker has a level of memory; `when` says when the server looks, `what` it serves. Empty for a plan without one. */
export function whyMemory(
  { byMemory, byRequests, isMild }: RecyclingPlan,
  when: string,
  what = 'requests',
): string {
  if (byMemory === null) return '';
  const above = `a new worker when it is above ${formatBytes(byMemory)}`;
  if (isMild) return `no growth was found: ${above} protects against what the log does not show; ${when}`;
  return byRequests
    ? `${above}: for ${what} that take far more than the others do; ${when}`
    : `${above}, before what all keep fills the memory; ${when}`;
}

/** What there is to say where nothing that the server can be told holds the memory. `what` is counted. */
export function noneHelps(
  title: string,
  { byRequests, secondsToLevel, isMild }: RecyclingPlan,
  what = 'requests',
): readonly string[] {
  return byRequests || isMild || secondsToLevel !== undefined
    ? []
    : [
        `No number of ${what} holds the memory here, nor does anything else that ${title} can be told: only finding the leak, more memory or fewer workers help`,
      ];
}
