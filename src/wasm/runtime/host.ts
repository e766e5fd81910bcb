/**
 * How builtins that the host provides are called: `(number, 0, operands…)`, 0 being undefined. Only
 * generated code calls these; it finds them by the names they are exported under.
 */
import { Value } from './slot';

// @ts-ignore: decorator
@external('env', 'opa_builtin0')
export declare function opa_builtin0(id: i32, context: usize): Value;

// @ts-ignore: decorator
@external('env', 'opa_builtin1')
export declare function opa_builtin1(id: i32, context: usize, a: Value): Value;

// @ts-ignore: decorator
@external('env', 'opa_builtin2')
export declare function opa_builtin2(id: i32, context: usize, a: Value, b: Value): Value;

// @ts-ignore: decorator
@external('env', 'opa_builtin3')
export declare function opa_builtin3(id: i32, context: usize, a: Value, b: Value, c: Value): Value;

// @ts-ignore: decorator
@external('env', 'opa_builtin4')
export declare function opa_builtin4(
  id: i32,
  context: usize,
  a: Value,
  b: Value,
  c: Value,
  d: Value,
): Value;
