/** Deals records out to the days they belong to, each with a profile of its own. */
import type { Format } from '../formats/format.ts';
import { Intake } from '../intake.ts';
import type { Profile, Settings, Source } from '../profile/profile.ts';
import { NO_TIME } from '../record.ts';
import type { LineKind, LineRecord } from '../record.ts';
import type { Place } from '../record-reader.ts';

const SECONDS_A_DAY = 86_400;

/** One run opens so many days; what belongs to a further one is counted on the last of them. A broken clock shows any. */
export const MOST_DAYS = 1000;

/** Days since 1970 of a wall clock in seconds. */
export function dayOf(seconds: number): number {
  return Math.floor(seconds / SECONDS_A_DAY);
}

/** `2026-11-22` for the number of a day. */
export function dayName(day: number): string {
  return new Date(day * SECONDS_A_DAY * 1000).toISOString().slice(0, 10);
}

/** What is known of the days before any line is read. */
export interface DaySplitOptions {
  readonly settings: Settings;
  /** The day each source and each worker has reached, by key. */
  readonly arrived: ReadonlyMap<string, number>;
  /** A time after this (seconds) is a broken clock's: it moves no worker on. */
  readonly latest: number;
  /** The profile that a day has from the nights before, if any. */
  readonly profileOf: (day: number) => Profile | undefined;
}

/**
 * A line's day is the latest that its worker has shown: then the days of a worker are adjacent pieces of its lines, in
 * order, so that the profiles of the days merge to the profile of the whole. Lines without a worker go with their source.
 */
export class DaySplit {
  readonly #options: DaySplitOptions;
  readonly #arrived: Map<string, number>;
  readonly #intakes = new Map<number, Intake>();
  #source: Source = { name: '-', machine: '' };
  #file = '-';
  #opened = new Set<Intake>();
  #isFull = false;
  /** Day of lines before the first that says. */
  #fallback = 0;

  constructor(options: DaySplitOptions) {
    this.#options = options;
    this.#arrived = new Map(options.arrived);
  }

  /** Says where the following records come from, and on which day (days since 1970) they start if they do not say. */
  open(source: Source, file: string, fallback: number): void {
    this.#source = source;
    this.#file = file;
    this.#fallback = fallback;
    this.#opened = new Set();
  }

  /** Takes what a RecordReader made of one line. */
  take(kind: LineKind, record: LineRecord, format: Format, place: Place): void {
    this.#intakeOf(this.#dayOf(kind, record)).take(kind, record, format, place);
  }

  /** Whether lines were counted on another day than their own, because they show more days than a run opens. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Counts lines that were longer than the limit; they belong to the day the source has reached. */
  cutLines(count: number): void {
    if (count > 0) this.#intakeOf(this.#arrived.get(this.#sourceKey()) ?? this.#fallback).cutLines(count);
  }

  /** The profile of each day that was given a line, oldest first. */
  profiles(): readonly { readonly day: number; readonly profile: Profile }[] {
    return [...this.#intakes]
      .sort(([a], [b]) => a - b)
      .map(([day, intake]) => ({ day, profile: intake.toProfile() }));
  }

  /** The day each source has reached, and each worker; of workers only those that a later line may find behind or ahead. */
  arrived(): ReadonlyMap<string, number> {
    let last = 0;
    for (const day of this.#arrived.values()) last = Math.max(last, day);
    return new Map([...this.#arrived].filter(([key, day]) => day >= last - 1 || !key.includes('\n\n')));
  }

  #dayOf(kind: LineKind, record: LineRecord): number {
    const source = this.#sourceKey();
    const ofSource = this.#arrived.get(source);
    if (kind === 'foreign' || kind === 'ignored' || kind === 'malformed') return ofSource ?? this.#fallback;
    const pid = kind === 'lifecycle' ? (record.event?.pid ?? 0) : record.pid;
    if (kind === 'lifecycle' && pid === 0) return ofSource ?? this.#fallback;
    const worker = `${source}\n\n${record.host}\n${pid}`;
    const before = this.#arrived.get(worker);
    const timed = record.time !== NO_TIME && record.time <= this.#options.latest && kind !== 'lifecycle';
    const shown = timed ? dayOf(record.time) : undefined;
    const day = this.#open(Math.max(before ?? 0, shown ?? before ?? ofSource ?? this.#fallback), before);
    if (day !== before) this.#arrived.set(worker, day);
    if (ofSource === undefined || day > ofSource) this.#arrived.set(source, day);
    return day;
  }

  /** The day itself, or another that its worker may go on to where too many are open. */
  #open(day: number, before = 0): number {
    if (this.#intakes.size < MOST_DAYS || this.#intakes.has(day) || day === before) return day;
    this.#isFull = true;
    return Math.max(before, ...this.#intakes.keys());
  }

  #sourceKey(): string {
    return `${this.#source.machine}\n${this.#source.name}`;
  }

  #intakeOf(day: number): Intake {
    let intake = this.#intakes.get(day);
    if (!intake) {
      const before = this.#options.profileOf(day);
      // A day begun under other settings ends under them: half a day of each would be neither.
      intake = new Intake(before?.settings ?? this.#options.settings);
      if (before) intake.absorb(before);
      this.#intakes.set(day, intake);
    }
    if (!this.#opened.has(intake)) {
      intake.open(this.#source, this.#file);
      this.#opened.add(intake);
    }
    return intake;
  }
}
