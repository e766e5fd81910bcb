import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { packageRoot } from '../../src/base/package-root.ts';
import { type ParseOptions, parseModule, parseQuery } from '../../src/rego/parse.ts';
import { printModule } from '../../src/rego/print.ts';
import { printExprs } from '../../src/rego/print-term.ts';
import { assertGolden } from '../support/golden.ts';
import { anyModule } from '../support/rego-arbitrary.ts';
import { bare } from '../support/rego-tree.ts';

function assertRoundTrip(source: string, options: ParseOptions = {}): void {
  const module = parseModule(source, 'a.rego', options);
  const printed = printModule(module);
  assert.deepEqual(bare(parseModule(printed, 'printed.rego', options)), bare(module), printed);
}

const POLICY = `# METADATA
# title: All of it
package a.b["c d"]

import data.x as y
import future.keywords.not

# METADATA
# description: |
#   two

#   lines
default allow := false

allow if input.x == 1
allow := {"a": [1, -2.50]} if {
  some k, v in y.z["w w"][0]; k != "\\n"
  not { v; k }
  every e in {1, 2} { e > (1 - 2) * 3 }
  -1 == v with input.a as {} with data.b as set()
} else := 2 if { {1} } else := 3
names contains n if { n := [x | x := 1; y][_] } { (a | b) == n }
f(x, [_, y]) = $"{x} \\{y}" if { (x | y) == 1; k, v in z }
p[x].q := \`raw\` if x in (y in z)
`;

describe('printModule', () => {
  test('a policy with all kinds of statements', () => {
    assertRoundTrip(POLICY);
    assertGolden('rego/printed.rego.txt', printModule(parseModule(POLICY)));
  });

  test('modules of version 0', () => {
    for (const source of [
      'p { x } { y }\nq[x] { x }\nr["a"]\ns = 1 { x } else = 2 { y }\nf(x) { x }\na.b.c { d }',
      'import future.keywords\np[x] if { x }\nq contains x if x\na.b contains x if { x; y }',
      'import rego.v1\np contains 1 if { true }',
    ]) {
      assertRoundTrip(`package a\n${source}`, { regoVersion: 0 });
    }
  });

  test('a minus that begins a line stays apart from the line before', () => {
    assertRoundTrip('package a\np if { x; -1 == y }');
  });
});

test('printing and parsing again gives the same tree for any module', () => {
  const options = { experimentalKeywords: ['and', 'or'] };
  fc.assert(
    fc.property(anyModule, module => {
      const printed = printModule(module);
      assert.deepEqual(bare(parseModule(printed, 'printed.rego', options)), bare(module), printed);
    }),
    { numRuns: 500 },
  );
});

/** OPA's cases lie beside the project; without them the test is skipped. */
const conformance = join(packageRoot, '..', 'shared', 'conformance');

interface Cases {
  readonly cases: readonly {
    readonly query?: string;
    readonly modules?: readonly string[];
    readonly experimental_keywords?: boolean;
  }[];
}

test('printing and parsing again gives the same tree for all modules and queries of OPA', {
  skip: !existsSync(conformance) && 'no conformance data',
}, () => {
  const folder = join(conformance, 'rego');
  for (const file of readdirSync(folder)) {
    const { cases } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Cases;
    for (const { query, modules = [], experimental_keywords: experimental } of cases) {
      const options = experimental ? { experimentalKeywords: ['and', 'or'] } : {};
      for (const source of modules) assertRoundTrip(source, options);
      if (query === undefined) continue;
      const body = parseQuery(query);
      assert.deepEqual(bare(parseQuery(printExprs(body, '\n'))), bare(body), query);
    }
  }
});
