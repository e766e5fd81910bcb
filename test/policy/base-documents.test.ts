import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mergeDocuments } from '../../src/policy/base-documents.ts';
import { toJson } from '../../src/value/json.ts';

function merged(files: Readonly<Record<string, string>>): string {
  return toJson(
    mergeDocuments(
      Object.entries(files).map(([path, text]) => ({
        path,
        name: `policies/${path}`,
        bytes: Buffer.from(text),
      })),
    ),
  );
}

describe('base documents', () => {
  const table: readonly (readonly [name: string, files: Record<string, string>, json: string])[] = [
    ['none', {}, '{}'],
    ['one', { 'data.json': '{"a": [1, {"b": null}]}' }, '{"a":[1,{"b":null}]}'],
    [
      'mounted under their folders',
      { 'data.json': '{"a": 1}', 'x/y/data.json': '{"b": 2}', 'x/data.yaml': 'c: 3' },
      '{"a":1,"x":{"c":3,"y":{"b":2}}}',
    ],
    [
      'merged into one object',
      { 'data.json': '{"x": {"a": 1}}', 'x/data.json': '{"b": 2}' },
      '{"x":{"a":1,"b":2}}',
    ],
    [
      'numbers keep their digits',
      {
        'data.json': '{"a": 1.10, "b": 12345678901234567890}',
        'y/data.yaml': 'c: 12345678901234567890',
      },
      '{"a":1.10,"b":12345678901234567890,"y":{"c":12345678901234567890}}',
    ],
  ];
  for (const [name, files, json] of table) it(name, () => assert.equal(merged(files), json));

  const invalid: readonly (readonly [
    name: string,
    files: Record<string, string>,
    message: RegExp,
  ])[] = [
    ['a list', { 'data.json': '[]' }, /^policies\/data\.json: a base document must be an object$/],
    ['an empty YAML file', { 'data.yaml': '' }, /must be an object/],
    ['broken JSON', { 'data.json': '{' }, /^policies\/data\.json: /],
    ['broken YAML', { 'data.yaml': 'a: [' }, /^policies\/data\.yaml: /],
    ['duplicate keys', { 'data.json': '{"a":1,"a":2}' }, /duplicate key `a`/],
    [
      'two values for one place',
      { 'data.json': '{"x": {"a": 1}}', 'x/data.json': '{"a": 1}' },
      /^policies\/x\/data\.json: `data\.x\.a` has a value from another file already$/,
    ],
  ];
  for (const [name, files, message] of invalid) {
    it(`${name} is refused`, () => {
      assert.throws(() => merged(files), { code: 'tf_policy_load', message });
    });
  }
});
