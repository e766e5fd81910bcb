import { TfError } from '../../base/errors.ts';
import { readRecord } from './audit-record.ts';

const SHOWN = 5;

/**
 * The line of the record with an id, or with the one id that begins like that.
 * @throws TfError `tf_usage` when there is none, or several
 */
export function findRecord(lines: readonly string[], id: string): string {
  const found = new Map<string, string>();
  for (const line of lines) {
    if (!line.includes(id)) continue;
    const known = readRecord(line)?.decision_id;
    if (known === id) return line;
    if (known?.startsWith(id) === true) found.set(known, line);
  }
  const [only] = found.values();
  if (only !== undefined && found.size === 1) return only;
  const ids = [...found.keys()];
  const more = ids.length > SHOWN ? ', …' : '';
  throw new TfError(
    'tf_usage',
    ids.length === 0
      ? `the audit has no record \`${id}\``
      : `\`${id}\` begins ${ids.length} ids: ${ids.slice(0, SHOWN).join(', ')}${more}`,
  );
}
