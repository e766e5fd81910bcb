import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../src/base/package-root.ts';

/** Compares a text with `test/golden/<path>`; `TF_UPDATE=1` writes the file anew. */
export function assertGolden(path: string, actual: string): void {
  const file = join(packageRoot, 'test', 'golden', path);
  if (process.env['TF_UPDATE'] === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, actual);
  }
  assert.equal(actual, readFileSync(file, 'utf8'));
}
