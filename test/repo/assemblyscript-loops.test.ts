import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { packageRoot } from '../../src/base/package-root.ts';

test('the runtime has no `for (;;)`: AssemblyScript 0.28 miscompiles some of them', () => {
  const folder = join(packageRoot, 'src', 'wasm', 'runtime');
  const found = readdirSync(folder)
    .filter(name => name.endsWith('.ts'))
    .filter(name => /for\s*\([^;)]*;\s*;/.test(readFileSync(join(folder, name), 'utf8')));
  assert.deepEqual(found, []);
});
