import { builtinTable } from '../support/builtin-table.ts';

builtinTable([
  ['net.cidr_contains("10.0.0.0/8", "10.1.2.3")', 'true'],
  ['net.cidr_contains("10.0.0.0/8", "10.1.0.0/24")', 'true'],
  ['net.cidr_contains("10.1.0.0/24", "10.0.0.0/8")', 'false'],
  ['net.cidr_contains("2001:4860::/32", "2001:4860:1234::/40")', 'true'],
  ['net.cidr_contains("10.0.0.0/8", "::ffff:10.0.0.1")', 'true'],
  ['net.cidr_contains("10.0.0.0/8", "::1")', 'false'],
  [
    'net.cidr_contains("nope", "10.0.0.1")',
    'eval_builtin_error: net.cidr_contains: invalid CIDR address: nope',
  ],
  [
    'net.cidr_contains("10.0.0.0/8", "nope")',
    'eval_builtin_error: net.cidr_contains: not a valid textual representation of an IP address or CIDR: nope',
  ],
  ['net.cidr_overlap("10.0.0.0/8", "10.0.0.1")', 'true'],
  ['net.cidr_intersects("192.168.1.0/25", "192.168.1.64/25")', 'true'],
  ['net.cidr_intersects("192.168.1.0/24", "192.168.2.0/24")', 'false'],
  ['net.cidr_is_valid("10.0.0.0/8")', 'true'],
  ['net.cidr_is_valid("10.0.0.1")', 'false'],
  ['net.cidr_is_valid("010.0.0.0/8")', 'false'],
  ['net.cidr_is_valid("10.0.0.0/33")', 'false'],
  ['net.cidr_is_valid(1)', 'false'],
  [
    'net.cidr_expand("192.168.1.1/30")',
    '{"192.168.1.0", "192.168.1.1", "192.168.1.2", "192.168.1.3"}',
  ],
  ['net.cidr_expand("fe80::/127")', '{"fe80::", "fe80::1"}'],
  [
    'net.cidr_expand("10.0.0.0/8")',
    'eval_builtin_error: net.cidr_expand: network has more than 262144 addresses',
  ],
  ['net.cidr_merge(["192.0.128.0/24", "192.0.129.0/24"])', '{"192.0.128.0/23"}'],
  [
    'net.cidr_merge({"10.0.0.0/24", "10.0.2.0/24", "fe80::/64"})',
    '{"10.0.0.0/24", "10.0.2.0/24", "fe80::/64"}',
  ],
  [
    'net.cidr_merge(["192.0.2.112/30", "192.0.2.116/32", "192.0.2.117/32", "192.0.2.118/32"])',
    '{"192.0.2.112/30", "192.0.2.116/31", "192.0.2.118/32"}',
  ],
  ['net.cidr_merge(["192.0.2.112"])', '{"192.0.2.112/24"}'],
  [
    'net.cidr_merge(["::1"])',
    'eval_builtin_error: net.cidr_merge: IPv6 invalid: needs prefix length',
  ],
  ['net.cidr_merge([1])', 'eval_builtin_error: net.cidr_merge: element must be string'],
  ['net.cidr_merge("x")', 'eval_builtin_error: net.cidr_merge: operand must be an array'],
  ['net.cidr_merge([])', 'set()'],
  ['net.cidr_contains_matches("1.1.1.0/24", ["1.1.1.1", "2.2.2.2"])', '{["1.1.1.0/24", 0]}'],
  ['net.cidr_contains_matches({"k": ["1.1.1.0/24", "x"]}, {"1.1.1.9"})', '{["k", "1.1.1.9"]}'],
  [
    'net.cidr_contains_matches(["1.1.1.0/24"], [1])',
    'eval_builtin_error: net.cidr_contains_matches: operand 2: element must be string or non-empty array',
  ],
  [
    'net.cidr_contains_matches(["1.1.1.0/24"], [[]])',
    'eval_builtin_error: net.cidr_contains_matches: operand 2: element must be string or non-empty array',
  ],
]);
