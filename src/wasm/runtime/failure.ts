/*
 * How an evaluation ends early: one message `code: text` handed to `env.opa_abort`, which every OPA
 * host shows. The text is put together in a fixed buffer: memory may be what ran out.
 */
import { isNumberTag, typeNameOf } from './tag';

// @ts-ignore: decorator
@external('env', 'opa_abort')
declare function opa_abort(message: usize): void;

const FAIL_CONFLICT: i32 = 1;
const FAIL_TYPE: i32 = 2;
const FAIL_BUILTIN: i32 = 3;
export const FAIL_FUEL: i32 = 4;
export const FAIL_MEMORY: i32 = 5;
const FAIL_DEPTH: i32 = 6;
export const FAIL_INPUT: i32 = 8;

const BUFFER: usize = 4096;
const BUFFER_END: usize = 8191;

let cursor: usize = 0;
let strict: bool = false;

function codeOf(kind: i32): string {
  if (kind == FAIL_CONFLICT) return 'eval_conflict_error';
  if (kind == FAIL_TYPE) return 'eval_type_error';
  if (kind == FAIL_BUILTIN) return 'eval_builtin_error';
  if (kind == FAIL_FUEL) return 'eval_fuel_error';
  if (kind == FAIL_MEMORY) return 'eval_memory_error';
  if (kind == FAIL_DEPTH) return 'eval_depth_error';
  if (kind == FAIL_INPUT) return 'eval_input_error';
  return 'eval_internal_error';
}

function putByte(byte: u32): void {
  if (cursor < BUFFER_END) store<u8>(cursor++, byte);
}

/** ASCII text of this runtime; AssemblyScript keeps literals as UTF-16. */
function putLiteral(text: string): void {
  const address = changetype<usize>(text);
  for (let i: usize = 0; i < <usize>text.length; i++) putByte(load<u16>(address + (i << 1)));
}

function begin(kind: i32): void {
  cursor = BUFFER;
  putLiteral(codeOf(kind));
  putLiteral(': ');
}

function raise(): usize {
  store<u8>(cursor, 0);
  opa_abort(BUFFER);
  return unreachable();
}

/** Ends the evaluation with a text of this runtime. Does not return. */
export function fail(kind: i32, text: string): usize {
  begin(kind);
  putLiteral(text);
  return raise();
}

/** Ends the evaluation with a text of the policy (NUL-terminated). Does not return. */
export function rt_fail(kind: i32, message: usize): void {
  begin(kind);
  while (load<u8>(message) != 0) putByte(load<u8>(message++));
  raise();
}

/** 1: a failing builtin ends the evaluation; 0 (the start): it makes its expression undefined. */
export function tf_strict(flag: i32): void {
  strict = flag != 0;
}

function beginOperand(builtin: string, position: i32): void {
  begin(FAIL_TYPE);
  putLiteral(builtin);
  putLiteral(': operand ');
  putByte(48 + position);
  putByte(32);
}

/** The answer of a builtin whose operand has the wrong type: undefined, in strict mode the end. */
export function failOperand(builtin: string, position: i32, expected: string, got: usize): usize {
  if (!strict) return 0;
  beginOperand(builtin, position);
  putLiteral('must be ');
  putLiteral(expected);
  putLiteral(' but got ');
  putLiteral(typeNameOf(load<u32>(got)));
  return raise();
}

/** As `failOperand`, for a list with a member of the wrong type. */
export function failElement(
  builtin: string,
  position: i32,
  list: usize,
  member: usize,
  expected: string,
): usize {
  if (!strict) return 0;
  const type = typeNameOf(load<u32>(list));
  beginOperand(builtin, position);
  putLiteral('must be ');
  putLiteral(type);
  putLiteral(' of ');
  putLiteral(expected);
  putLiteral(' but got ');
  putLiteral(type);
  putLiteral(' containing ');
  putLiteral(typeNameOf(load<u32>(member)));
  return raise();
}

/** As `failOperand`, where an i64 is wanted. */
export function failInteger(builtin: string, position: i32, got: usize): usize {
  if (!isNumberTag(load<u32>(got))) return failOperand(builtin, position, 'number', got);
  return failFraction(builtin, position);
}

/** As `failOperand`, where a number is no integer. */
export function failFraction(builtin: string, position: i32): usize {
  return failOperandWith(builtin, position, 'must be integer number but got floating-point number');
}

/** As `failOperand`, in other words. */
export function failOperandWith(builtin: string, position: i32, text: string): usize {
  if (!strict) return 0;
  beginOperand(builtin, position);
  putLiteral(text);
  return raise();
}

function failCall(kind: i32, builtin: string, text: string): usize {
  if (!strict) return 0;
  begin(kind);
  putLiteral(builtin);
  putLiteral(': ');
  putLiteral(text);
  return raise();
}

/** The answer of a builtin whose operands are of the wrong types together. */
export function failOperands(builtin: string, text: string): usize {
  return failCall(FAIL_TYPE, builtin, text);
}

/** The answer of a builtin that fails on operands of the right type. */
export function failBuiltin(builtin: string, text: string): usize {
  return failCall(FAIL_BUILTIN, builtin, text);
}

function beginBuiltin(builtin: string, text: string): void {
  begin(FAIL_BUILTIN);
  putLiteral(builtin);
  putLiteral(': ');
  putLiteral(text);
}

/** As `failBuiltin`, with a number behind the text. */
export function failPosition(builtin: string, text: string, position: u32): usize {
  if (!strict) return 0;
  beginBuiltin(builtin, text);
  putDecimal(position);
  return raise();
}

/** As `failBuiltin`, with a string operand behind the text. */
export function failText(builtin: string, text: string, operand: usize): usize {
  if (!strict) return 0;
  beginBuiltin(builtin, text);
  const end = load<u32>(operand, 8) + load<u32>(operand, 4);
  for (let at: usize = load<u32>(operand, 8); at < end; at++) putByte(load<u8>(at));
  return raise();
}

/** As `failBuiltin`, with a character of `length` bytes behind the text: `U+005F '_'`. */
export function failCharacter(
  builtin: string,
  text: string,
  point: u32,
  at: usize,
  length: u32,
): usize {
  if (!strict) return 0;
  beginBuiltin(builtin, text);
  putLiteral('U+');
  for (let shift: i32 = point > 0xffff ? 16 : 12; shift >= 0; shift -= 4) {
    const digit = (point >> shift) & 15;
    putByte(digit < 10 ? 48 + digit : 55 + digit);
  }
  putLiteral(" '");
  for (let i: u32 = 0; i < length; i++) putByte(load<u8>(at + i));
  putByte(0x27);
  return raise();
}

function putDecimal(value: u32): void {
  if (value >= 10) putDecimal(value / 10);
  putByte(48 + (value % 10));
}

/** As `failBuiltin`, with a string operand in double quotes between two texts. */
export function failQuoted(builtin: string, before: string, text: usize, after: string): usize {
  if (!strict) return 0;
  beginBuiltin(builtin, before);
  putByte(0x22);
  putEscaped(load<u32>(text, 8), load<u32>(text, 4));
  putByte(0x22);
  putLiteral(after);
  return raise();
}

function putEscaped(address: usize, length: u32): void {
  const end = address + length;
  while (address < end) {
    const byte: u32 = load<u8>(address++);
    if (byte == 10) putLiteral('\\n');
    else if (byte == 0x22 || byte == 0x5c) {
      putByte(0x5c);
      putByte(byte);
    } else putByte(byte);
  }
}
