/** Profiles for the tests of pages, read from text. */
import { Pipeline } from '../../src/pipeline.ts';
import { DEFAULT_SETTINGS } from '../../src/profile/profile.ts';
import type { Profile } from '../../src/profile/profile.ts';
import { SHOP } from '../cli/shop-log.ts';

/** The profile of a log of this name. */
export function profileOf(text: string, name = 'shop.log'): Profile {
  const pipeline = new Pipeline(DEFAULT_SETTINGS);
  pipeline.open({ name, machine: 'web1' }, name);
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(10, start);
    pipeline.line(bytes, start, end, start);
    start = end + 1;
  }
  pipeline.end();
  return pipeline.toProfile();
}

/** Four workers of a shop, of whose routes `/cart` leaks. */
export const SHOP_PROFILE = profileOf(SHOP);

/** Texts that strangers send: markup, quotes, scripts, controls, bidi, lone surrogates, and very much of it. */
export const HOSTILE: readonly string[] = [
  '/<script>document.title="owned"</script>',
  '/</script><script>document.title="owned"</script>',
  '/<!--<script>',
  '/"onmouseover="document.title=\'owned\'" x="',
  "/'><img src=x onerror=document.title='owned'>",
  'javascript:document.title="owned"',
  '/\u202Efdp.exe\u2066\u200F',
  '/\u0000\u0007\u001B]0;owned\u0007\u009B31m',
  '/\uD800lone\uDC00',
  '/]]>&lt;&#x3C;script&#x3E;${document.title="owned"}{{7*7}}',
  `/${'long/'.repeat(2000)}`,
  '/a\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301zalgo\n\r\t\u2028\u2029',
];

/** The shop's profile with such texts wherever a log, or a profile from a stranger, can put one. */
export function hostileProfile(): Profile {
  const text = (i: number): string => HOSTILE[i % HOSTILE.length]!;
  const { endpoints, workers, coverage, sources, files } = SHOP_PROFILE;
  return {
    ...SHOP_PROFILE,
    endpoints: endpoints.map((endpoint, i) => ({
      ...endpoint,
      kind: 'fixed',
      method: i % 2 === 0 ? '' : text(i + 3),
      segments: [text(i)],
      examples: HOSTILE.map((path, line) => ({ line, path })),
      largest: endpoint.largest.map((large) => ({ ...large, host: text(i) })),
    })),
    workers: workers.map((worker, i) => ({
      ...worker,
      host: text(i),
      after: { ...worker.after, ended: text(i + 1) },
    })),
    sources: sources.map((source) => ({ ...source, name: text(1) })),
    files: files.map(() => text(4)),
    coverage: {
      ...coverage,
      ignored: HOSTILE.map((example, i) => ({ reason: text(i + 1), lines: 1, example, file: 0, offset: 0 })),
      formats: [[text(0), 4000]],
    },
  };
}
