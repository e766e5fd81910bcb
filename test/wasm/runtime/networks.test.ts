import fc from 'fast-check';
import type { Value } from '../../../src/value/value.ts';
import { agree } from './differential.ts';
import { table } from './harness.ts';

const octet = fc.constantFrom('0', '1', '10', '127', '128', '255', '256', '01', '');
const v4 = fc.array(octet, { minLength: 4, maxLength: 4 }).map(parts => parts.join('.'));
const group = fc.constantFrom('0', '1', 'ffff', 'FFfe', '00ff', '8000', 'g', '12345', '');
const v6 = fc
  .tuple(
    fc.array(group, { maxLength: 8 }),
    fc.constantFrom('::', ':', ''),
    fc.array(group, { maxLength: 7 }),
    fc.constantFrom('', ':10.0.0.1', ':255.255.255.255', '%eth0'),
  )
  .map(([head, middle, tail, last]) => head.join(':') + middle + tail.join(':') + last);
const mapped = v4.map(text => `::ffff:${text}`);
const address = fc.oneof(v4, v6, mapped);
const length = fc.oneof(
  fc.integer({ min: 0, max: 129 }).map(String),
  fc.constantFrom('', '-1', 'x'),
);
const network = fc.tuple(address, length).map(([text, bits]) => `${text}/${bits}`);
const any = fc.oneof(address, network);

agree(['net.cidr_contains', 'net.cidr_intersects'], fc.tuple(network, network));
agree(['net.cidr_contains'], fc.tuple(network, any));
agree(['net.cidr_contains', 'net.cidr_intersects', 'net.cidr_overlap', 'net.cidr_is_valid']);
agree(['net.cidr_is_valid'], fc.tuple(network));

/** Two networks of which one is likely in the other. */
const near = fc
  .tuple(
    fc.constantFrom('10.0.0.0', '10.1.255.254', '::', '::1', 'fe80::1:0', '::ffff:10.0.0.1'),
    length,
  )
  .map(([text, bits]) => `${text}/${bits}`);
agree(['net.cidr_contains', 'net.cidr_intersects'], fc.tuple(near, near) as fc.Arbitrary<Value[]>);

table([
  ['net.cidr_contains', ['"10.0.0.0/8"', '"10.255.0.1"'], 'true'],
  ['net.cidr_contains', ['"10.0.0.0/8"', '"::ffff:10.0.0.1"'], 'true'],
  ['net.cidr_contains', ['"::/0"', '"10.0.0.1"'], 'false'],
  ['net.cidr_contains', ['"fe80::/10"', '"fe80::1/64"'], 'true'],
  ['net.cidr_intersects', ['"10.1.0.0/16"', '"10.0.0.0/8"'], 'true'],
  [
    'net.cidr_contains',
    ['"10.0.0/8"', '"10.0.0.1"'],
    'ERROR eval_builtin_error: net.cidr_contains: invalid CIDR address: 10.0.0/8',
  ],
]);
