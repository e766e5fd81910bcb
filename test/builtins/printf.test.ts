import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Operand, printf } from '../../src/builtins/printf.ts';

const int = (value: number): Operand => ({ kind: 'int', value: BigInt(value) });
const big: Operand = { kind: '*big.Int', value: 123456789012345678901n };
const float = (value: number): Operand => ({ kind: 'float64', value });
const text = (value: string): Operand => ({ kind: 'string', value });

const rows: readonly (readonly [format: string, operands: readonly Operand[], printed: string])[] =
  [
    [
      '%d|%5d|%-5d|%05d|%+d|% d|%x|%X|%#x|%o|%O|%b',
      Array(12).fill(int(42)),
      '42|   42|42   |00042|+42| 42|2a|2A|0x2a|52|0o52|101010',
    ],
    [
      '%.5d|%8.5d|%.0d|%c|%q|%U|%#U',
      [int(-42), int(42), int(0), int(0x4e16), int(0x4e16), int(0x4e16), int(0x4e16)],
      "-00042|   00042||世|'世'|U+4E16|U+4E16 '世'",
    ],
    [
      '%v %s %d %x %+d',
      Array(5).fill(big),
      '123456789012345678901 123456789012345678901 123456789012345678901 6b14e9f812f366c35 +123456789012345678901',
    ],
    [
      '%v %g %e %f %.2f %8.3f|%-8.1f|%08.3f|%+.1e',
      Array(9).fill(float(6.28125)),
      '6.28125 6.28125 6.281250e+00 6.281250 6.28    6.281|6.3     |0006.281|+6.3e+00',
    ],
    [
      '%v %v %v %.0f %.0f %.1f',
      [float(1e6), float(1e-5), float(100000), float(0.5), float(1.5), float(0.25)],
      '1e+06 1e-05 100000 0 2 0.2',
    ],
    [
      '%G %E %.3g %#.3g',
      [float(1e-7), float(0), float(1234567), float(1)],
      '1E-07 0.000000E+00 1.23e+06 1.00',
    ],
    [
      '%s|%5s|%-5s|%.2s|%q|%x|% X|%#q|%+q',
      [
        text('åb'),
        text('åb'),
        text('åb'),
        text('åbc'),
        text('a"\n'),
        text('åb'),
        text('åb'),
        text('a"'),
        text('å'),
      ],
      'åb|   åb|åb   |åb|"a\\"\\n"|c3a562|C3 A5 62|`a"`|"\\u00e5"',
    ],
    ['%T %T %T %T', [int(1), big, float(1), text('')], 'int *big.Int float64 string'],
    ['%*d|%-*d|%.*f', [int(5), int(1), int(3), int(2), int(1), float(2.55)], '    1|2  |2.5'],
    ['%[2]d %[1]d', [int(1), int(2)], '2 1'],
    ['100%%', [], '100%'],
    ['%d %d', [int(1)], '1 %!d(MISSING)'],
    ['%d', [int(1), text('x'), float(2)], '1%!(EXTRA string=x, float64=2)'],
    [
      '%d %t %s %z',
      [text('hi'), text('true'), int(3), big],
      '%!d(string=hi) %!t(string=true) %!s(int=3) %!z(big.Int=123456789012345678901)',
    ],
    ['%', [], '%!(NOVERB)'],
    ['%[5]d', [int(1)], '%!d(BADINDEX)'],
    ['%*d', [text('x'), int(1)], '%!(BADWIDTH)1'],
    ['%.*d', [int(-1), int(7)], '%!(BADPREC)7'],
    ['%#v %v', [text('a'), text('a')], '"a" a'],
  ];

for (const [format, operands, printed] of rows) {
  test(format, () => assert.equal(printf(format, operands), printed));
}

test('what would print too much is a failure', () => {
  const operands = Array<Operand>(100).fill(int(1));
  assert.throws(() => printf('%999999d'.repeat(100), operands), /result is too large/);
});

test('a width past Go’s limit is not honoured', () => {
  assert.equal(printf('%99999999d', [int(1)]), '1');
});
