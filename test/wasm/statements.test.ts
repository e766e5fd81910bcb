import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Block, DATA, INPUT, type Stmt } from '../../src/ir/plan.ts';
import { STATEMENT_FIELDS } from '../../src/ir/statement-fields.ts';
import { parseValue } from '../../src/value/json.ts';
import { RegoSet } from '../../src/value/value.ts';
import { answer, block, FALSE, func, local, policyOf, stmt, TRUE, text } from '../support/plans.ts';
import { type Documents, evaluateInBoth, resultText } from './both-engines.ts';

interface Row extends Documents {
  readonly name: string;
  readonly strings?: readonly string[];
  /** The plan; local 9 is the answer. */
  readonly plan: readonly Block[];
  readonly result: string;
}

const STRINGS = ['a', 'b', '1.50', '123456789012345678901234567890', 'a\u{1f600}', '7'];

/** Local 9 is the number 1: a block reached this point. */
const REACHED: readonly Stmt[] = [stmt('MakeNumberIntStmt', { value: 1, target: 9 }), answer(9)];

/** A test statement alone in a block: the answer is 1 if it is defined. */
function whether(...stmts: readonly Stmt[]): readonly Block[] {
  return [block(...stmts, ...REACHED)];
}

const ONE: Stmt = stmt('MakeNumberIntStmt', { value: 1, target: 5 });
const LIST: readonly Stmt[] = [
  stmt('MakeArrayStmt', { capacity: 1, target: 4 }),
  stmt('ArrayAppendStmt', { array: 4, value: text(0) }),
  stmt('ArrayAppendStmt', { array: 4, value: TRUE }),
  stmt('ArrayAppendStmt', { array: 4, value: text(1) }),
];

const ROWS: readonly Row[] = [
  {
    name: 'an array grows beyond its capacity',
    plan: [block(...LIST, answer(4))],
    result: '[["a",true,"b"]]',
  },
  {
    name: 'integers of any size keep their digits',
    plan: [
      block(stmt('MakeNumberIntStmt', { value: -9007199254740991, target: 9 }), answer(9)),
      block(stmt('MakeNumberRefStmt', { index: 3, target: 9 }), answer(9)),
      block(stmt('MakeNumberRefStmt', { index: 5, target: 9 }), answer(9)),
    ],
    result: '[-9007199254740991,123456789012345678901234567890,7]',
  },
  {
    name: 'a fraction keeps its value',
    plan: [block(stmt('MakeNumberRefStmt', { index: 2, target: 9 }), answer(9))],
    result: '[15e1]',
  },
  {
    name: 'AssignInt',
    plan: [block(stmt('AssignIntStmt', { value: 3, target: 9 }), answer(9))],
    result: '[3]',
  },
  {
    name: 'AssignVar copies, undefined too',
    plan: [
      block(
        stmt('AssignVarStmt', { source: local(INPUT), target: 3 }),
        stmt('IsUndefinedStmt', { source: 3 }),
        stmt('AssignVarStmt', { source: text(4), target: 9 }),
        answer(9),
      ),
    ],
    result: '["a\u{1f600}"]',
  },
  {
    name: 'AssignVarOnce takes an equal value twice',
    plan: [
      block(
        stmt('AssignVarOnceStmt', { source: TRUE, target: 9 }),
        stmt('AssignVarOnceStmt', { source: TRUE, target: 9 }),
        answer(9),
      ),
    ],
    result: '[true]',
  },
  {
    name: 'AssignVarOnce refuses another value',
    plan: [
      block(
        stmt('AssignVarOnceStmt', { source: text(0), target: 9 }),
        stmt('AssignVarOnceStmt', { source: TRUE, target: 9 }),
      ),
    ],
    result: 'eval_conflict_error: complete rules must not produce multiple outputs',
  },
  {
    name: 'blocks in turn, an undefined one left early',
    plan: [
      block(
        stmt('BlockStmt', {
          blocks: [
            block(stmt('EqualStmt', { a: text(0), b: text(1) }), ...REACHED),
            block(stmt('NopStmt', {}), answer(DATA)),
          ],
        }),
      ),
    ],
    result: '[{}]',
  },
  {
    name: 'Break leaves as many blocks as it says',
    plan: [
      block(
        stmt('BlockStmt', {
          blocks: [
            block(
              stmt('BlockStmt', { blocks: [block(stmt('BreakStmt', { index: 1 }))] }),
              ...REACHED,
            ),
            block(answer(DATA)),
          ],
        }),
      ),
    ],
    result: '[{}]',
  },
  {
    name: "Break out of a plan's block goes on with the next",
    plan: [block(stmt('BreakStmt', { index: 0 }), ...REACHED), block(answer(DATA))],
    result: '[{}]',
  },
  {
    name: 'Dot into an object, an array and a set',
    data: '{"a": {"b": null}, "b": [10, 20]}',
    plan: [
      block(
        stmt('DotStmt', { source: local(DATA), key: text(0), target: 3 }),
        stmt('DotStmt', { source: local(3), key: text(1), target: 9 }),
        answer(9),
      ),
      block(
        ONE,
        stmt('DotStmt', { source: local(DATA), key: text(1), target: 3 }),
        stmt('DotStmt', { source: local(3), key: local(5), target: 9 }),
        answer(9),
      ),
      block(
        stmt('MakeSetStmt', { target: 3 }),
        stmt('SetAddStmt', { set: 3, value: text(0) }),
        stmt('DotStmt', { source: local(3), key: text(0), target: 9 }),
        answer(9),
      ),
    ],
    result: '[null,20,"a"]',
  },
  {
    name: 'Dot without a value',
    plan: whether(stmt('DotStmt', { source: local(DATA), key: text(0), target: 3 })),
    result: 'undefined',
  },
  {
    name: 'Dot into a scalar',
    plan: whether(stmt('DotStmt', { source: text(0), key: text(0), target: 3 })),
    result: 'undefined',
  },
  {
    name: 'Dot into an undefined input',
    plan: whether(stmt('DotStmt', { source: local(INPUT), key: text(0), target: 3 })),
    result: 'undefined',
  },
  {
    name: 'Equal to a boolean',
    input: true,
    plan: whether(stmt('EqualStmt', { a: local(INPUT), b: TRUE })),
    result: '[1]',
  },
  {
    name: 'not Equal to a boolean',
    input: true,
    plan: whether(stmt('EqualStmt', { a: FALSE, b: local(INPUT) })),
    result: 'undefined',
  },
  {
    name: 'Equal numbers of another spelling',
    input: parseValue('7.0'),
    plan: whether(
      stmt('MakeNumberRefStmt', { index: 5, target: 5 }),
      stmt('EqualStmt', { a: local(INPUT), b: local(5) }),
    ),
    result: '[1]',
  },
  {
    name: 'Equal constants',
    plan: whether(stmt('EqualStmt', { a: text(0), b: text(0) })),
    result: '[1]',
  },
  {
    name: 'different constants',
    plan: whether(stmt('EqualStmt', { a: text(0), b: TRUE })),
    result: 'undefined',
  },
  {
    name: 'Equal with an undefined operand',
    plan: whether(stmt('EqualStmt', { a: local(INPUT), b: text(0) })),
    result: 'undefined',
  },
  {
    name: 'NotEqual with an undefined operand',
    plan: whether(stmt('NotEqualStmt', { a: local(INPUT), b: FALSE })),
    result: 'undefined',
  },
  {
    name: 'NotEqual',
    input: 'a',
    plan: whether(
      stmt('NotEqualStmt', { a: local(INPUT), b: text(1) }),
      stmt('NotEqualStmt', { a: local(INPUT), b: FALSE }),
      stmt('NotEqualStmt', { a: text(0), b: text(1) }),
    ),
    result: '[1]',
  },
  {
    name: 'NotEqual to itself',
    input: 'a',
    plan: whether(stmt('NotEqualStmt', { a: local(INPUT), b: local(INPUT) })),
    result: 'undefined',
  },
  {
    name: 'NotEqual to an equal value',
    input: 'a',
    plan: whether(stmt('NotEqualStmt', { a: local(INPUT), b: text(0) })),
    result: 'undefined',
  },
  ...(['IsArrayStmt', 'IsObjectStmt', 'IsSetStmt'] as const).flatMap((kind): Row[] =>
    [[], parseValue('{"a":1}'), RegoSet.of([1]), 'a', null, 1].map((input, index) => ({
      name: `${kind} of input ${index}`,
      input,
      plan: whether(stmt(kind, { source: local(INPUT) })),
      result:
        ['IsArrayStmt', 'IsObjectStmt', 'IsSetStmt'].indexOf(kind) === index ? '[1]' : 'undefined',
    })),
  ),
  {
    name: 'IsArray of a constant',
    plan: whether(stmt('IsArrayStmt', { source: text(0) })),
    result: 'undefined',
  },
  {
    name: 'IsDefined',
    input: null,
    plan: whether(stmt('IsDefinedStmt', { source: INPUT })),
    result: '[1]',
  },
  {
    name: 'IsDefined of no input',
    plan: whether(stmt('IsDefinedStmt', { source: INPUT })),
    result: 'undefined',
  },
  { name: 'IsUndefined', plan: whether(stmt('IsUndefinedStmt', { source: INPUT })), result: '[1]' },
  {
    name: 'IsUndefined of an input',
    input: null,
    plan: whether(stmt('IsUndefinedStmt', { source: INPUT })),
    result: 'undefined',
  },
  {
    name: 'Len',
    plan: [block(...LIST, stmt('LenStmt', { source: local(4), target: 9 }), answer(9))],
    result: '[3]',
  },
  {
    name: 'MakeNull',
    plan: [block(stmt('MakeNullStmt', { target: 9 }), answer(9))],
    result: '[null]',
  },
  {
    name: 'Not turns a block around',
    plan: [
      block(
        stmt('NotStmt', { block: block(stmt('EqualStmt', { a: text(0), b: text(1) })) }),
        ...REACHED,
      ),
      block(stmt('NotStmt', { block: block(stmt('NopStmt', {})) }), answer(DATA)),
    ],
    result: '[1]',
  },
  {
    name: 'Break out of a Not counts its body',
    plan: whether(
      stmt('NotStmt', {
        block: block(stmt('BlockStmt', { blocks: [block(stmt('BreakStmt', { index: 1 }))] })),
      }),
    ),
    result: '[1]',
  },
  {
    name: 'ObjectInsert replaces',
    plan: [
      block(
        ONE,
        stmt('MakeObjectStmt', { target: 9 }),
        stmt('ObjectInsertStmt', { object: 9, key: text(0), value: TRUE }),
        stmt('ObjectInsertStmt', { object: 9, key: text(0), value: FALSE }),
        stmt('ObjectInsertStmt', { object: 9, key: local(5), value: text(0) }),
        answer(9),
      ),
    ],
    result: '[{1:"a","a":false}]',
  },
  {
    name: 'ObjectInsertOnce takes an equal value twice',
    plan: [
      block(
        stmt('MakeObjectStmt', { target: 9 }),
        stmt('ObjectInsertOnceStmt', { object: 9, key: text(0), value: TRUE }),
        stmt('ObjectInsertOnceStmt', { object: 9, key: text(0), value: TRUE }),
        answer(9),
      ),
    ],
    result: '[{"a":true}]',
  },
  {
    name: 'ObjectInsertOnce refuses another value',
    plan: [
      block(
        stmt('MakeObjectStmt', { target: 9 }),
        stmt('ObjectInsertOnceStmt', { object: 9, key: text(0), value: TRUE }),
        stmt('ObjectInsertOnceStmt', { object: 9, key: text(0), value: FALSE }),
      ),
    ],
    result: 'eval_conflict_error: object keys must be unique',
  },
  {
    name: 'ObjectMerge goes into objects, elsewhere the first wins',
    data: '{"a": {"x": 1, "y": {"z": 1}}, "b": {"x": 2, "y": {"w": 2}, "v": 3}}',
    plan: [
      block(
        stmt('DotStmt', { source: local(DATA), key: text(0), target: 3 }),
        stmt('DotStmt', { source: local(DATA), key: text(1), target: 4 }),
        stmt('ObjectMergeStmt', { a: 3, b: 4, target: 9 }),
        answer(9),
      ),
    ],
    result: '[{"v":3,"x":1,"y":{"w":2,"z":1}}]',
  },
  {
    name: 'ResetLocal',
    plan: whether(
      ONE,
      stmt('ResetLocalStmt', { target: 5 }),
      stmt('IsUndefinedStmt', { source: 5 }),
    ),
    result: '[1]',
  },
  {
    name: 'the result set holds a value once',
    plan: [block(answer(DATA), answer(DATA), ...REACHED)],
    result: '[{},1]',
  },
  {
    name: 'Scan gives keys and values in order',
    data: '{"b": 2, "a": 1}',
    plan: [
      block(
        stmt('ScanStmt', {
          source: DATA,
          key: 3,
          value: 4,
          block: block(
            stmt('MakeArrayStmt', { capacity: 2, target: 9 }),
            stmt('ArrayAppendStmt', { array: 9, value: local(3) }),
            stmt('ArrayAppendStmt', { array: 9, value: local(4) }),
            answer(9),
          ),
        }),
      ),
    ],
    result: '[["a",1],["b",2]]',
  },
  {
    name: 'Scan with a key that nothing reads',
    data: '{"b": 2, "a": 1}',
    plan: [
      block(
        stmt('ScanStmt', {
          source: DATA,
          key: 3,
          value: 4,
          block: block(stmt('AssignVarStmt', { source: local(3), target: 6 }), answer(4)),
        }),
      ),
    ],
    result: '[1,2]',
  },
  {
    name: 'an undefined iteration goes on with the next',
    input: [1, 2, 1, 3],
    plan: [
      block(
        ONE,
        stmt('ScanStmt', {
          source: INPUT,
          key: 3,
          value: 4,
          block: block(stmt('NotEqualStmt', { a: local(4), b: local(5) }), answer(4)),
        }),
      ),
    ],
    result: '[2,3]',
  },
  {
    name: 'Scan of nothing goes on',
    plan: whether(stmt('ScanStmt', { source: INPUT, key: 3, value: 4, block: block(answer(3)) })),
    result: '[1]',
  },
  {
    name: 'Break out of a Scan',
    input: [1, 2],
    plan: whether(
      stmt('BlockStmt', {
        blocks: [
          block(
            stmt('ScanStmt', {
              source: INPUT,
              key: 3,
              value: 4,
              block: block(answer(4), stmt('BreakStmt', { index: 1 })),
            }),
            answer(DATA),
          ),
        ],
      }),
    ),
    result: '[1]',
  },
  ...(
    [
      ['b', 'the case of a string', '[true,1]'],
      ['a', 'a case that is undefined', '[1]'],
      ['7', 'no case', '[1]'],
      [1, 'no string', '[1]'],
    ] as const
  ).map(([input, name, result]) => ({
    name: `Switch: ${name}`,
    input,
    plan: whether(
      stmt('SwitchStmt', {
        source: INPUT,
        keys: [1, 0],
        blocks: [
          block(stmt('AssignVarStmt', { source: TRUE, target: 3 }), answer(3)),
          block(stmt('EqualStmt', { a: TRUE, b: FALSE }), answer(DATA)),
        ],
      }),
    ),
    result,
  })),
  {
    name: 'With replaces the input at a path and puts it back',
    input: parseValue('{"a": {"b": 1, "c": 2}}'),
    plan: [
      block(
        stmt('WithStmt', { local: INPUT, path: [0, 1], value: TRUE, block: block(answer(INPUT)) }),
        answer(INPUT),
      ),
    ],
    result: '[{"a":{"b":true,"c":2}},{"a":{"b":1,"c":2}}]',
  },
  {
    name: 'With makes objects where there are none',
    input: 'scalar',
    plan: [
      block(
        stmt('WithStmt', { local: INPUT, path: [0, 1], value: TRUE, block: block(answer(INPUT)) }),
      ),
    ],
    result: '[{"a":{"b":true}}]',
  },
  {
    name: 'With replaces all of the data, even by nothing',
    plan: whether(
      stmt('WithStmt', {
        local: DATA,
        path: [],
        value: local(INPUT),
        block: block(stmt('IsUndefinedStmt', { source: DATA })),
      }),
      stmt('IsDefinedStmt', { source: DATA }),
    ),
    result: '[1]',
  },
  {
    name: 'an undefined body makes With undefined, and what it replaced is back',
    input: 'scalar',
    plan: [
      block(
        stmt('BlockStmt', {
          blocks: [
            block(
              stmt('WithStmt', {
                local: INPUT,
                path: [],
                value: TRUE,
                block: block(stmt('EqualStmt', { a: local(INPUT), b: FALSE })),
              }),
              ...REACHED,
            ),
          ],
        }),
        answer(INPUT),
      ),
    ],
    result: '["scalar"]',
  },
  {
    name: 'a Break past a With puts back what it replaced',
    input: 'scalar',
    plan: [
      block(
        stmt('BlockStmt', {
          blocks: [
            block(
              stmt('WithStmt', {
                local: INPUT,
                path: [],
                value: TRUE,
                block: block(stmt('BreakStmt', { index: 1 })),
              }),
            ),
          ],
        }),
        answer(INPUT),
      ),
    ],
    result: '["scalar"]',
  },
  {
    name: 'an undefined value is not added',
    plan: whether(...LIST, stmt('ArrayAppendStmt', { array: 4, value: local(INPUT) })),
    result: 'undefined',
  },
];

for (const { name, plan, result, strings = STRINGS, ...documents } of ROWS) {
  test(`both engines: ${name}`, () => {
    assert.equal(resultText(evaluateInBoth(policyOf({ strings, plan }), documents)), result);
  });
}

test('both engines: a return past a With puts back what it replaced', () => {
  const policy = policyOf({
    strings: STRINGS,
    plan: [
      block(
        stmt('CallStmt', { func: 'f', args: [local(INPUT), local(DATA)], result: 3 }),
        answer(3),
      ),
      block(
        stmt('CallStmt', { func: 'g', args: [local(INPUT), local(DATA)], result: 3 }),
        answer(3),
      ),
    ],
    funcs: [
      func(
        'f',
        [0, 1],
        block(
          stmt('CallStmt', { func: 'g', args: [local(INPUT), local(DATA)], result: 4 }),
          stmt('WithStmt', {
            local: INPUT,
            path: [],
            value: TRUE,
            block: block(
              stmt('CallStmt', { func: 'g', args: [local(INPUT), local(DATA)], result: 4 }),
              stmt('ReturnLocalStmt', { source: 4 }),
            ),
          }),
        ),
      ),
      func('g', [0, 1], block(stmt('ReturnLocalStmt', { source: INPUT }))),
    ],
  });
  assert.equal(resultText(evaluateInBoth(policy, { input: 'scalar' })), '[true,"scalar"]');
});

test('every kind of statement is compiled here or in the tests of calls', () => {
  const kinds = new Set<string>(['CallStmt', 'CallDynamicStmt', 'ReturnLocalStmt']);
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('kind' in value) kinds.add(String(value.kind));
    Object.values(value).forEach(visit);
  };
  visit(ROWS.map(({ plan }) => plan));
  assert.deepEqual(
    Object.keys(STATEMENT_FIELDS).filter(kind => !kinds.has(kind)),
    [],
  );
});
