import { integerOf } from '../value/decimal.ts';
import { identity, type MaybeValue, RegoObject, Undefined, type Value } from '../value/value.ts';
import { type Builtin, type BuiltinContext, define, once } from './builtin.ts';
import { stringAt } from './operand.ts';

/** A random UUID (RFC 9562, version 4) from the evaluation's seed; one per key. */
function random(args: readonly Value[], context: BuiltinContext): Value {
  return once(context, `uuid ${identity(args[0]!)}`, () => {
    const bytes = Buffer.from(Array.from({ length: 16 }, () => Math.floor(context.random() * 256)));
    bytes[6] = (bytes[6]! & 0x0f) | 0x40;
    bytes[8] = (bytes[8]! & 0x3f) | 0x80;
    return grouped(bytes);
  });
}

function grouped(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  const ends = [8, 12, 16, 20, 32];
  return ends.map((end, index) => hex.slice(ends[index - 1] ?? 0, end)).join('-');
}

const HEX = /^[0-9a-fA-F]{32}$/;
const DASHED = /^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;

/** Plain, dashed, in braces, or as a URN. */
function bytesOf(text: string): Buffer | undefined {
  const bare = text.replace(/^urn:uuid:/i, '').replace(/^\{(.*)\}$/s, '$1');
  const isAccepted = DASHED.test(bare) || (bare === text && HEX.test(bare));
  return isAccepted ? Buffer.from(bare.replaceAll('-', ''), 'hex') : undefined;
}

function variantOf(bytes: Buffer): string {
  const bits = bytes[8]!;
  if ((bits & 0xc0) === 0x80) return 'RFC4122';
  if ((bits & 0xe0) === 0xc0) return 'Microsoft';
  return (bits & 0xe0) === 0xe0 ? 'Future' : 'Reserved';
}

/** 100 ns ticks from the start of the Gregorian calendar to the epoch. */
const GREGORIAN_TICKS = 122_192_928_000_000_000n;

function timeNs(bytes: Buffer): bigint {
  const low = BigInt(bytes.readUInt32BE(0));
  const middle = BigInt(bytes.readUInt16BE(4));
  const high = BigInt(bytes.readUInt16BE(6) & 0x0fff);
  return ((high << 48n) + (middle << 32n) + low - GREGORIAN_TICKS) * 100n;
}

function macVariables(first: number): string {
  return `${first & 2 ? 'local' : 'global'}:${first & 1 ? 'multicast' : 'unicast'}`;
}

const DOMAINS = ['Person', 'Group', 'Org'];

/** What version 1 and 2 say of their making. */
function origin(bytes: Buffer): readonly (readonly [string, Value])[] {
  const node = Array.from(bytes.subarray(10), byte => byte.toString(16).padStart(2, '0'));
  return [
    ['time', integerOf(timeNs(bytes))],
    ['nodeid', node.join('-')],
    ['macvariables', macVariables(bytes[10]!)],
    ['clocksequence', bytes.readUInt16BE(8) & 0x3fff],
  ];
}

function parse(args: readonly Value[]): MaybeValue {
  const bytes = bytesOf(stringAt(args, 1));
  if (bytes === undefined) return Undefined;
  const version = bytes[6]! >> 4;
  const domain = DOMAINS[bytes[9]!] ?? `Domain${bytes[9]}`;
  return RegoObject.of([
    ['version', version],
    ['variant', variantOf(bytes)],
    ...(version === 1 || version === 2 ? origin(bytes) : []),
    ...(version === 2
      ? ([
          ['id', bytes.readUInt32BE(0)],
          ['domain', domain],
        ] as const)
      : []),
  ]);
}

export const uuids: readonly Builtin[] = [
  define('uuid.rfc4122', random),
  define('uuid.parse', parse),
];
