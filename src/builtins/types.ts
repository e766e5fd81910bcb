import { RegoSet, type TypeName, typeName, type Value } from '../value/value.ts';
import { type Builtin, define } from './builtin.ts';
import { membersAt, wrongType } from './operand.ts';

function test(name: string, type: TypeName): Builtin {
  return define(name, ([value]) => typeName(value!) === type);
}

/** The deprecated casts return a value of their own type and refuse every other. */
function cast(name: string, type: TypeName): Builtin {
  return define(name, ([value]) => {
    if (typeName(value!) !== type) throw wrongType(1, value!, type);
    return value!;
  });
}

function castArray(args: readonly Value[]): Value {
  return [...membersAt(args, 1, 'array', 'set')];
}

export const types: readonly Builtin[] = [
  define('type_name', ([value]) => typeName(value!)),
  test('is_array', 'array'),
  test('is_boolean', 'boolean'),
  test('is_null', 'null'),
  test('is_number', 'number'),
  test('is_object', 'object'),
  test('is_set', 'set'),
  test('is_string', 'string'),
  define('cast_array', castArray),
  define('cast_set', args => RegoSet.of(membersAt(args, 1, 'array', 'set'))),
  cast('cast_boolean', 'boolean'),
  cast('cast_null', 'null'),
  cast('cast_object', 'object'),
  cast('cast_string', 'string'),
];
