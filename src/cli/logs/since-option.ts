import { InvalidArgumentError } from 'commander';
import { sinceMs } from './record-filter.ts';

/** The value of `--since`: milliseconds since the epoch. @throws InvalidArgumentError */
export function since(text: string): number {
  const time = sinceMs(text, Date.now());
  if (time !== undefined) return time;
  throw new InvalidArgumentError('it must be like 90s, 10m, 2h, 7d, or a time of RFC 3339.');
}
