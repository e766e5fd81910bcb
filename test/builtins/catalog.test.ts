import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { packageRoot } from '../../src/base/package-root.ts';
import { catalogPage, placeOf } from '../../src/builtins/catalog.ts';
import { builtins } from '../../src/builtins/registry.ts';
import { builtinDeclarations } from '../../src/ir/declarations.ts';
import { WebAssembly } from '../../src/wasm/web-assembly.ts';

/** The builtins that the compiled runtime exports, under their names in Rego. */
function nativeNames(): ReadonlySet<string> {
  const file = new URL('../../src/wasm/runtime.wasm', import.meta.url);
  const module = new WebAssembly.Module(readFileSync(file));
  const exported = new Set(WebAssembly.Module.exports(module).map(({ name }) => name));
  const symbol = (name: string) => `bi_${name.replaceAll('.', '_')}`;
  return new Set([...builtinDeclarations.keys()].filter(name => exported.has(symbol(name))));
}

test('docs/builtins.md tells where each builtin runs', () => {
  const page = catalogPage(builtinDeclarations.keys(), nativeNames());
  const file = join(packageRoot, 'docs', 'builtins.md');
  if (process.env['TF_UPDATE'] === '1') writeFileSync(file, page);
  assert.equal(readFileSync(file, 'utf8'), page);
});

test('nothing native is unknown to the host, and nothing refused is in it', () => {
  for (const name of nativeNames()) assert.equal(placeOf(name, nativeNames()), 'native', name);
  for (const name of ['http.send', 'net.lookup_ip_addr', 'opa.runtime']) {
    assert.equal(placeOf(name, new Set()), 'refused');
    assert.ok(!builtins.has(name));
  }
});
