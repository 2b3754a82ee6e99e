import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatAmount, formatChange, formatRange, formatUnitRange } from '../../src/wording/amount.ts';
import { formatBytes } from '../../src/wording/bytes.ts';
import { abbreviateCount, formatPercent, groupDigits } from '../../src/wording/numbers.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

test('bytes have the unit that keeps them under 1024', () => {
  const cases: readonly (readonly [number, string])[] = [
    [0, '0 B'],
    [0.04, '0 B'],
    [0.4, '0.4 B'],
    [9, '9 B'],
    [512, '512 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [1023.4 * KIB, '1023 KiB'],
    [1023.95 * KIB, '1.0 MiB'],
    [5 * MIB, '5.0 MiB'],
    [9.96 * MIB, '10 MiB'],
    [34.2 * KIB, '34.2 KiB'],
    [99.96 * MIB, '100 MiB'],
    [310 * MIB, '310 MiB'],
    [1.2 * 1024 ** 4, '1.2 TiB'],
    [5000 * 1024 ** 4, '5,000 TiB'],
  ];
  for (const [bytes, text] of cases) assert.equal(formatBytes(bytes), text);
});

test('a change has a sign, unless it rounds to nothing', () => {
  assert.equal(formatBytes(1.2 * MIB, true), '+1.2 MiB');
  assert.equal(formatBytes(-5 * MIB, true), '-5.0 MiB');
  assert.equal(formatBytes(-1023.95 * KIB), '-1.0 MiB');
  assert.equal(formatBytes(0, true), '0 B');
  assert.equal(formatBytes(-0.01, true), '0 B');
});

test('the text is never off by more than its last figure, and a negative is the positive with a minus', () => {
  const units = new Map(['B', 'KiB', 'MiB', 'GiB', 'TiB'].map((unit, power) => [unit, 1024 ** power]));
  fc.assert(
    fc.property(fc.double({ min: 1, max: 1024 ** 5, noNaN: true }), (bytes) => {
      const [digits = '', unit = ''] = formatBytes(bytes).split(' ');
      const shown = Number(digits.replaceAll(',', ''));
      const step = digits.includes('.') || (shown < 100 && unit !== 'B') ? 0.05 : 0.5;
      assert.ok(
        Math.abs(shown - bytes / (units.get(unit) ?? NaN)) <= step * 1.001,
        `${bytes}: ${digits} ${unit}`,
      );
      assert.ok(shown < 1024 || unit === 'TiB');
      assert.equal(formatBytes(-bytes), `-${formatBytes(bytes)}`);
    }),
    { seed: 2 },
  );
});

test('counts print as counts', () => {
  const blocks = { metric: 'blocks', unit: 'count' } as const;
  assert.equal(formatAmount(40, blocks), '40 blocks');
  assert.equal(formatAmount(41_000, blocks), '41,000 blocks');
  assert.equal(formatChange(0.3, blocks), '+0.3 blocks');
  assert.equal(formatChange(0, blocks), '0 blocks');
  assert.equal(formatRange({ estimate: 40, low: 31, high: 50 }, blocks), '31–50');
});

test('a range is in the unit of its estimate', () => {
  const bytes = { metric: 'rss', unit: 'bytes' } as const;
  assert.equal(formatRange({ estimate: 1.2 * MIB, low: 1.1 * MIB, high: 1.3 * MIB }, bytes), '1.1–1.3');
  assert.equal(formatRange({ estimate: 34.2 * KIB, low: 28 * KIB, high: 41.6 * KIB }, bytes), '28–42');
  assert.equal(formatRange({ estimate: 34 * KIB, low: 0, high: 1.2 * MIB }, bytes), '0–1.2 MiB');
  assert.equal(formatRange({ estimate: 285, low: 0, high: 264_091 }, bytes), '0–258 KiB');
  assert.equal(formatRange({ estimate: 285, low: 0, high: 1023 }, bytes), '0–1023');
});

test('a range that stands alone has its unit', () => {
  const bytes = { metric: 'rss', unit: 'bytes' } as const;
  const blocks = { metric: 'blocks', unit: 'count' } as const;
  assert.equal(
    formatUnitRange({ estimate: 9.4 * KIB, low: 7.9 * KIB, high: 10.8 * KIB }, bytes),
    '7.9–11 KiB',
  );
  assert.equal(formatUnitRange({ estimate: 285, low: 0, high: 264_091 }, bytes), '0–258 KiB');
  assert.equal(formatUnitRange({ estimate: 900, low: 300, high: 2.2 * KIB }, bytes), '300 B–2.2 KiB');
  assert.equal(formatUnitRange({ estimate: 40, low: 31, high: 50 }, blocks), '31–50 blocks');
});

test('numbers', () => {
  assert.equal(groupDigits(1_234_567), '1,234,567');
  assert.equal(groupDigits(-0.2), '0');
  assert.deepEqual([0, 0.004, 0.61, 0.994, 1].map(formatPercent), ['0 %', '<1 %', '61 %', '>99 %', '100 %']);
  assert.deepEqual([999, 41_000, 999_400, 999_500, 1_234_567, 2.5e10].map(abbreviateCount), [
    '999',
    '41.0k',
    '999k',
    '1.0M',
    '1.2M',
    '25.0G',
  ]);
});
