/** Numbers that are neither memory nor time, as text. */

/** `value` with a comma between thousands and at most `decimals` decimals, none of them a trailing zero: 41,000. */
export function groupDigits(value: number, decimals = 0): string {
  const [whole = '', fraction = ''] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  const rest = fraction.replace(/0+$/, '');
  const text = rest === '' ? grouped : `${grouped}.${rest}`;
  return value < 0 && text !== '0' ? `-${text}` : text;
}

/** A part of one (0 to 1) in whole per cent. What is nearly nothing or nearly all says so: `<1 %`, `>99 %`. */
export function formatPercent(part: number): string {
  if (part > 0 && part < 0.01) return '<1 %';
  if (part > 0.99 && part < 1) return '>99 %';
  return `${groupDigits(part * 100)} %`;
}

/** `count` with the noun it counts: `1 call`, `41,000 calls`. */
export function formatCounted(count: number, singular: string, plural = `${singular}s`): string {
  return `${groupDigits(count)} ${count === 1 ? singular : plural}`;
}

/** A count in at most five characters, for narrow columns: `999`, `41.0k`, `1.2M`. Never for anything but display. */
export function abbreviateCount(count: number): string {
  const steps = [
    { size: 1e9, mark: 'G' },
    { size: 1e6, mark: 'M' },
    { size: 1e3, mark: 'k' },
  ];
  const step = steps.find(({ size }) => count >= size * 0.9995);
  if (step === undefined) return groupDigits(count);
  const scaled = count / step.size;
  return (scaled < 99.95 ? scaled.toFixed(1) : scaled.toFixed(0)) + step.mark;
}
