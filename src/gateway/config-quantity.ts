/** Durations and sizes as people write them; the schema has checked their form. */

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  B: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};

function quantity(text: string): number {
  const [, digits = '', unit = ''] = /^(\d+)([A-Za-z]+)$/.exec(text) ?? [];
  const factor = UNITS[unit];
  if (factor === undefined) throw new RangeError(`\`${text}\` has no known unit`);
  return Number(digits) * factor;
}

/** Milliseconds of `10m`. */
export function durationMs(text: string): number {
  return quantity(text);
}

/** Bytes of `4MiB`; a number is bytes already. */
export function sizeBytes(size: string | number): number {
  return typeof size === 'number' ? size : quantity(size);
}
