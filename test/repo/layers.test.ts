import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import test from 'node:test';
import { packageRoot } from '../../src/base/package-root.ts';
import { SRC, sources } from '../support/sources.ts';

/** `| folder, folder | what | may import |` of ARCHITECTURE.md, after its header row. */
function layerTable(): Map<string, ReadonlySet<string> | 'anything'> {
  const text = readFileSync(join(packageRoot, 'ARCHITECTURE.md'), 'utf8');
  const section = text.slice(text.indexOf('| folder |'));
  const rows = section.split('\n').slice(2);
  const table = new Map<string, ReadonlySet<string> | 'anything'>();
  for (const row of rows.slice(
    0,
    rows.findIndex(line => !line.startsWith('|')),
  )) {
    const [, folders = '', , imports = ''] = row.split('|').map(cell => cell.trim());
    const allowed = imports === 'anything' ? ('anything' as const) : new Set(names(imports));
    for (const folder of names(folders)) table.set(folder, allowed);
  }
  return table;
}

function names(cell: string): string[] {
  return cell === '-'
    ? []
    : cell
        .replaceAll('`', '')
        .split(',')
        .map(name => name.trim());
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const specifiers = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g)].map(
    match => match[1]!,
  );
  return specifiers.map(specifier => relative(SRC, join(dirname(file), specifier)));
}

/** An allowed name is a folder, or one file of a folder. */
function allowed(layers: ReadonlySet<string>, target: string): boolean {
  return (
    layers.has(target.split(sep)[0]!) ||
    layers.has(target.replace(/\.ts$/, '').split(sep).join('/'))
  );
}

test('every import follows the layer table of ARCHITECTURE.md', () => {
  const table = layerTable();
  const violations: string[] = [];
  for (const file of sources(SRC)) {
    const from = relative(SRC, file);
    const layer = from.split(sep)[0]!;
    // The files at the top are the package's public faces: they only re-export.
    if (!from.includes(sep)) continue;
    const rule = table.get(layer);
    assert.ok(rule !== undefined, `${layer} is not in the layer table`);
    if (rule === 'anything') continue;
    for (const target of importsOf(file)) {
      const own = target.split(sep)[0] === layer;
      if (!own && !allowed(rule, target)) violations.push(`${from} → ${target}`);
    }
  }
  assert.deepEqual(violations, []);
});

test('every folder of src is in the layer table', () => {
  const table = layerTable();
  const folders = readdirSync(SRC, { withFileTypes: true }).filter(entry => entry.isDirectory());
  const unknown = folders.map(entry => entry.name).filter(name => !table.has(name));
  assert.deepEqual(unknown, []);
});
