/** Two small texts and what gzip, zstd 1.5, xz 5.4 and bzip2 1.0 make of them. */
import { gzipSync } from 'node:zlib';
import type { Compression } from '../../src/input/decompress.ts';

export const ONE = 'first piece, line 1\nfirst piece, line 2\n';
export const TWO = 'second piece, line 1\r\nsecond piece, no newline';

const fromBase64 = (text: string): Buffer => Buffer.from(text, 'base64');

/** Each compression with `ONE` and `TWO` in it. */
export const SAMPLES: Readonly<Record<Compression, { readonly one: Buffer; readonly two: Buffer }>> = {
  gzip: { one: gzipSync(ONE), two: gzipSync(TWO) },
  zstd: {
    one: fromBase64('KLUv/QRY5QAAsGZpcnN0IHBpZWNlLCBsaW5lIDEKMgoBAM6bTH+Vf0o='),
    two: fromBase64('KLUv/QRYPQEABAJzZWNvbmQgcGllY2UsIGxpbmUgMQ0Kbm8gbmV3bGluZQEAUp5NvrsSfQ=='),
  },
  xz: {
    one: fromBase64(
      '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AAnAB5dADMaSqwMcr+c7yPu0Qi8R2JeQ1N0yJKZyEjB/8VgAAAAAOhjll+BMj5EAAE6KKjDmjAftvN9AQAAAAAEWVo=',
    ),
    two: fromBase64(
      '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AAtACRdADmZSJGxaZYH5A/YmNf414gXk85rwFy5W4YU4UWgbOyUZgWAAAAanL1Sj0wLoQABQC7h9ykMH7bzfQEAAAAABFla',
    ),
  },
  bzip2: {
    one: fromBase64(
      'QlpoOTFBWSZTWS33ABYAAApZgAAQQAQwAAslXAAgADFMAABVTSYIeha2F3FWEP2nz1KUtLoQ246LuSKcKEgW+4ALAA==',
    ),
    two: fromBase64(
      'QlpoOTFBWSZTWSD8dv8AABXZgAASQAQgAA4lyIAgADFMAACVNNDE0yJptyjijIE4g6UKUUNcjCnHMkWnxdyRThQkCD8dv8A=',
    ),
  },
};

/** `ONE` as xz with a SHA-256 checksum, which the decoder does not know. */
export const XZ_SHA256 = fromBase64(
  '/Td6WFoAAArh+wyhAgAhARYAAAB0L+Wj4AAnAB5dADMaSqwMcr+c7yPu0Qi8R2JeQ1N0yJKZyEjB/8VgAAAAAMIX01UJFV0cDZy949LXv/6oOJl4XVWEoWUMFSs12q9cAAFSKAcivp0Ym0uaAQAAAAAKWVo=',
);

/** A frame of zstd that decoders pass over, holding five bytes. */
export const ZSTD_SKIPPABLE = fromBase64('UypNGAUAAABoZWxsbw==');

export const COMPRESSIONS: readonly Compression[] = ['gzip', 'zstd', 'xz', 'bzip2'];
