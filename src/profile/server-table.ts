/** Which servers wrote the lines, by what they say of themselves when they start, of a profile under construction. */
import { compareText } from './endpoint-table.ts';
import type { Fields } from './fields.ts';
import type { SourceServer } from './profile.ts';

/** Characters of a name and of a version. */
const LONGEST = 40;

/** Servers of one source: a log has one, or two where one runs the other. The first by name stay. */
const MOST = 8;

/** By source and name; of two versions that which stands later in the log stays. */
export class ServerTable {
  readonly #sources = new Map<number, Map<string, string>>();

  /** Takes in what stands after all that was taken in before. */
  add({ source, name, version }: SourceServer): void {
    const versions = this.#sources.get(source) ?? new Map<string, string>();
    versions.set(name.slice(0, LONGEST), version.slice(0, LONGEST));
    if (versions.size > MOST) versions.delete([...versions.keys()].sort(compareText).at(-1)!);
    this.#sources.set(source, versions);
  }

  /** All of them, by the place of their source and by name. */
  servers(place: (source: number) => number): readonly SourceServer[] {
    return [...this.#sources]
      .map(([source, versions]) => ({ source: place(source), versions }))
      .sort((a, b) => a.source - b.source)
      .flatMap(({ source, versions }) =>
        [...versions]
          .sort(([a], [b]) => compareText(a, b))
          .map(([name, version]) => ({ source, name, version })),
      );
  }
}

/** Reads what `servers` wrote. Throws ProfileError when it is not what it should be. */
export function decodeServers(fields: Fields, sources: number): readonly SourceServer[] {
  if (!fields.has('servers')) return [];
  return fields.objects('servers').map((one) => ({
    source: one.index('source', sources),
    name: one.text('name').slice(0, LONGEST),
    version: one.text('version').slice(0, LONGEST),
  }));
}
