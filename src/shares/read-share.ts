/** Reads a share of a file as a thread does it. */
import { LinesSeen } from '../check/lines-seen.ts';
import { readRangeLines } from '../input/read.ts';
import { Pipeline } from '../pipeline.ts';
import type { ShareAnswer, ShareRequest } from './share.ts';

/** What stands in the share; undefined where its lines cannot be read without those before them. Throws InputError when the file cannot be read. */
export async function readShare(request: ShareRequest): Promise<ShareAnswer> {
  const { descriptor, name, range, source, settings, formats } = request;
  const seen = new LinesSeen();
  const pipeline = new Pipeline(settings, formats, seen);
  pipeline.open(source, name);
  const summary = await readRangeLines({ path: descriptor, name }, range, {
    onLine: (bytes, start, end, offset) => pipeline.line(bytes, start, end, offset),
    ahead: pipeline,
  });
  pipeline.cutLines(summary.cutLines);
  pipeline.end();
  // Of a file that was cut off meanwhile the others must not read on behind a hole.
  const isCutOff = range.to !== undefined && summary.rawBytes < range.to - range.from;
  if (!pipeline.isLineByLine || isCutOff) return undefined;
  return {
    piece: pipeline.toPiece(),
    seen: seen.toPart(),
  };
}
