import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from '@bufbuild/cel';
import { readsArguments } from '../../src/cel/read-paths.ts';

describe('what a condition reads', () => {
  const table: readonly (readonly [text: string, reads: boolean])[] = [
    ['args.a == 1', true],
    ['tool.arguments.a == 1', true],
    ['input.tool["arguments"] == {}', true],
    ['has(input.tool.arguments)', true],
    ['input.prompt.arguments.x == 1', true],
    ['tool == {}', true],
    ['input == {}', true],
    ['[tool].exists(t, t.name == "x")', true],
    ['["a"].exists(args, args == tool.name)', true],
    ['tool.name == "x"', false],
    ['input.tool.annotations.readOnlyHint', false],
    ['server.name == "x" || agent.name == "y"', false],
    ['input.http.headers.args == "x"', false],
  ];
  for (const [text, reads] of table) {
    it(`${text}: ${reads ? 'arguments' : 'no arguments'}`, () => {
      assert.equal(readsArguments(parse(text).expr), reads);
    });
  }
});
