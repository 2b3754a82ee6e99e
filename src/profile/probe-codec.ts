/** What only logs with the probe have, in the text of a profile: findings of traces, and spans. Left out where there is none. */
import { NO_TIME } from '../record.ts';
import type { Fields } from './fields.ts';
import type { EndpointSpans, Profile, SpanTotals, TraceLine } from './profile.ts';
import { MOST_SPAN_NAMES, NO_SPANS } from './span-table.ts';
import { TRACE_FIELDS } from './trace-table.ts';

const SUMS = ['sampled', 'calls', 'times', 'blocks', 'bytes'] as const;

/** The fields of a profile that hold it. */
export function encodeProbe({ traces, spans }: Pick<Profile, 'traces' | 'spans'>): object {
  const packed = {
    most: spans.most,
    endpoints: spans.endpoints.map(({ names, ...rest }) => ({
      ...rest,
      names: names.map((one) => one.name),
      sums: names.flatMap((one) => SUMS.map((sum) => one[sum])),
    })),
  };
  const isAny = spans.endpoints.length > 0 || spans.most !== NO_SPANS.most;
  return {
    ...(traces.length > 0 ? { traces: traces.map(encodeTrace) } : {}),
    ...(isAny ? { spans: packed } : {}),
  };
}

function encodeTrace({ fields, ...rest }: TraceLine): object {
  return { ...rest, fields: Object.fromEntries(fields) };
}

/** Reads it again. Throws ProfileError when it is not what it should be. */
export function decodeProbe(
  fields: Fields,
  sizes: { readonly sources: number; readonly endpoints: number },
): Pick<Profile, 'traces' | 'spans'> {
  return {
    traces: fields.has('traces')
      ? fields.objects('traces').map((one) => decodeTrace(one, sizes.sources))
      : [],
    spans: fields.has('spans') ? decodeSpans(fields.object('spans'), sizes.endpoints) : NO_SPANS,
  };
}

function decodeTrace(line: Fields, sources: number): TraceLine {
  const told = line.object('fields');
  return {
    source: line.index('source', sources),
    host: line.text('host'),
    pid: line.wholeNumber('pid'),
    time: line.wholeNumber('time', NO_TIME),
    since: line.wholeNumber('since', NO_TIME),
    endpoint: line.text('endpoint'),
    kind: line.text('kind'),
    fields: TRACE_FIELDS.filter((name) => told.has(name)).map((name) => [name, told.text(name)] as const),
  };
}

function decodeSpans(spans: Fields, endpoints: number): SpanTotals {
  const most = spans.wholeNumber('most', 1);
  if (most > MOST_SPAN_NAMES) spans.fail(`'most' is above ${MOST_SPAN_NAMES}`);
  return { most, endpoints: spans.objects('endpoints').map((one) => decodeEndpoint(one, endpoints)) };
}

function decodeEndpoint(one: Fields, endpoints: number): EndpointSpans {
  const names = one.texts('names');
  const sums = one.wholeNumbers('sums');
  if (sums.length !== SUMS.length * names.length)
    one.fail(`'sums' has ${sums.length} entries for ${names.length} names`);
  return {
    endpoint: one.index('endpoint', endpoints),
    sampled: one.wholeNumber('sampled'),
    calls: one.wholeNumber('calls'),
    names: names.map((name, i) => {
      const [sampled, calls, times, blocks, bytes] = sums.slice(SUMS.length * i, SUMS.length * (i + 1));
      if (sampled! < 0 || calls! < 0 || times! < 0) one.fail(`'sums' counts less than nothing`);
      return {
        name,
        sampled: sampled!,
        calls: calls!,
        times: times!,
        blocks: blocks!,
        bytes: bytes!,
      };
    }),
  };
}
