import { type Logger, pino } from 'pino';

/**
 * What an operator should know while a command runs: JSON lines on standard error, synchronous so that
 * nothing is lost at the end. `TF_LOG` sets the level; quiet shows errors only.
 */
export function createOperatorLog(quiet: boolean): Logger {
  const level = process.env['TF_LOG'] ?? (quiet ? 'error' : 'warn');
  return pino({ name: 'tf', level, base: null }, pino.destination({ dest: 2, sync: true }));
}
