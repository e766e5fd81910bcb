/*
 * What kind of network an IP address belongs to, after the IANA special-purpose registries (RFC
 * 6890 and its updates). A proxy that connects wherever a name resolves is a way into the machine
 * and its network (SSRF), so targets are judged by the address at the moment of connecting.
 */
import { BlockList, isIPv6 } from 'node:net';
import type { Reach } from './exchange.ts';

/** `metadata`: addresses on which clouds hand credentials to whoever can send a request. */
export type AddressKind =
  | 'public'
  | 'loopback'
  | 'private'
  | 'link-local'
  | 'metadata'
  | 'reserved';

/** The first kind whose list has the address is its kind. */
const SUBNETS: Readonly<Record<Exclude<AddressKind, 'public'>, readonly string[]>> = {
  metadata: [
    '169.254.169.254/32',
    '169.254.170.2/32',
    '169.254.170.23/32',
    '100.100.100.200/32',
    '168.63.129.16/32',
    '192.0.0.192/32',
    'fd00:ec2::254/128',
    'fd00:ec2::23/128',
    'fd20:ce::254/128',
  ],
  loopback: ['127.0.0.0/8', '::1/128', '0.0.0.0/32', '::/128'],
  'link-local': ['169.254.0.0/16', 'fe80::/10'],
  private: [
    '10.0.0.0/8',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '100.64.0.0/10',
    'fc00::/7',
    'fec0::/10',
  ],
  reserved: [
    '0.0.0.0/8',
    '192.0.0.0/24',
    '192.0.2.0/24',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '224.0.0.0/4',
    '240.0.0.0/4',
    '100::/64',
    '2001:db8::/32',
    '3fff::/20',
    'ff00::/8',
  ],
};

function listOf(subnets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [address = '', bits = ''] = subnet.split('/');
    list.addSubnet(address, Number(bits), isIPv6(address) ? 'ipv6' : 'ipv4');
  }
  return list;
}

const LISTS = Object.entries(SUBNETS).map(
  ([kind, subnets]) => [kind as AddressKind, listOf(subnets)] as const,
);

/** Prefixes (in hex groups) whose IPv6 addresses carry the IPv4 address that is really reached. */
const IPV4_MAPPED = /^::(?:ffff:)?(?:0:)?([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;
const NAT64 = /^64:ff9b::(?:([0-9a-f]{1,4}):)?([0-9a-f]{1,4})$/;
const SIX_TO_FOUR = /^2002:([0-9a-f]{1,4}):([0-9a-f]{1,4})?:/;

/** The IPv4 address inside a mapped, compatible, NAT64 or 6to4 address. */
function embeddedIPv4(address: string): string | undefined {
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const match = IPV4_MAPPED.exec(canonical) ?? NAT64.exec(canonical) ?? SIX_TO_FOUR.exec(canonical);
  if (match === null) return undefined;
  const [high, low] = [match[1], match[2]].map(group => Number.parseInt(group ?? '0', 16));
  return [high! >> 8, high! & 255, low! >> 8, low! & 255].join('.');
}

/** The kind of an IP address; `::ffff:10.0.0.1` is as private as `10.0.0.1`. */
export function addressKind(address: string): AddressKind {
  const [bare = ''] = address.split('%', 1);
  const family = isIPv6(bare) ? 'ipv6' : 'ipv4';
  const listed = LISTS.find(([, list]) => list.check(bare, family))?.[0];
  if (listed !== undefined || family === 'ipv4') return listed ?? 'public';
  const inner = embeddedIPv4(bare);
  return inner === undefined ? 'public' : addressKind(inner);
}

const REACHED: Readonly<Record<Reach, ReadonlySet<AddressKind>>> = {
  public: new Set(['public']),
  local: new Set(['public', 'loopback', 'private']),
  any: new Set(['public', 'loopback', 'private', 'link-local', 'metadata', 'reserved']),
};

/** Whether a request of this reach may connect to an address. */
export function isReachable(address: string, reach: Reach): boolean {
  return REACHED[reach].has(addressKind(address));
}
