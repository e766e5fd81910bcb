import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { packageRoot } from '../../../src/base/package-root.ts';
import { type FormatOptions, formatModule } from '../../../src/rego/format/module.ts';
import { parseModule } from '../../../src/rego/parse.ts';
import { printModule } from '../../../src/rego/print.ts';
import { RegoError } from '../../../src/rego/rego-error.ts';
import { anyModule } from '../../support/rego-arbitrary.ts';

/** Formats twice: the second time changes nothing. */
function formatted(text: string, options: FormatOptions = {}): string {
  const once = formatModule(text, 'a.rego', options);
  assert.equal(formatModule(once, 'once.rego', options), once);
  return once;
}

describe('formatModule', () => {
  test('random modules stay what they are', () => {
    fc.assert(
      fc.property(anyModule, module => {
        const { regoVersion } = module;
        formatted(printModule(module), { regoVersion, experimentalKeywords: ['and', 'or'] });
      }),
    );
  });

  const policies = join(packageRoot, 'policies');
  const files = readdirSync(policies, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter(name => name.endsWith('.rego'))) {
    test(`policies/${file} is in this layout`, () => {
      const text = readFileSync(join(policies, file), 'utf8');
      assert.equal(formatted(text), text);
    });
  }

  test('what can not be parsed is refused', () => {
    assert.throws(() => formatModule('package a\np if {'), RegoError);
  });

  test('a text without a line break at its end, with CRLF, with a byte order mark', () => {
    for (const text of ['package a', 'package a\r\n', '\ufeffpackage a', 'package a\n\n\n']) {
      assert.equal(formatted(text), 'package a\n');
    }
  });

  test('the tree is parsed as written', () => {
    assert.equal(parseModule(formatted('package a\np = 1')).rules.length, 1);
  });
});
