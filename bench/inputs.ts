/** Inputs that differ from each other as real calls do: keys in other orders, missing keys, other strings and numbers. */

/** A small generator with a fixed seed, so that two runs measure the same inputs. */
function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function shuffled<T>(items: readonly T[], next: (below: number) => number): T[] {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = next(i + 1);
    [copy[i], copy[j]] = [copy[j]!, copy[i]!];
  }
  return copy;
}

const TOOLS = [
  'get_issue',
  'create_pull_request',
  'merge_pull_request',
  'refund',
  'echo',
  'shell_exec',
  'search_tickets',
  'write_file',
];
const USERS = ['alice', 'bob', 'carol', 'dave', 'erin'];
const TEAMS = ['payments', 'platform', 'support', 'unknown'];
const FILLER =
  'The quick brown fox jumps over the lazy dog while the agent explains what it is about to do and why. ';

function args(next: (below: number) => number): Record<string, unknown> {
  const all: [string, unknown][] = [
    ['path', ['/srv/data/a.csv', '/etc/passwd', '/home/shared/../x'][next(3)]],
    ['amount', next(8000)],
    ['limit', next(20_000)],
    ['repo', ['acme/backend', 'other/thing'][next(2)]],
    ['branch', ['main', 'feature/x', 'release'][next(3)]],
    ['title', FILLER.slice(0, 40 + next(50))],
    ['body', FILLER.repeat(3).slice(0, 150 + next(100))],
  ];
  return Object.fromEntries(
    shuffled(
      all.filter(() => next(4) > 0),
      next,
    ),
  );
}

function document(next: (below: number) => number): Record<string, unknown> {
  const server = ['github', 'ledger', 'files'][next(3)]!;
  const readOnly = next(2) === 0;
  const entries: [string, unknown][] = [
    ['version', 1],
    ['phase', 'call'],
    ['action', 'mcp.tools.call'],
    [
      'agent',
      {
        name: 'support-bot',
        run: '01J9ZK3V7Q8W5T2R4Y6U1P0N3M',
        user: USERS[next(5)],
        labels: { env: next(5) === 0 ? 'production' : 'dev', team: TEAMS[next(4)] },
      },
    ],
    [
      'server',
      {
        name: server,
        origin: `https://${server}.example.com`,
        host: `${server}.example.com`,
        path: '/mcp',
        trusted: false,
        transport: 'http',
      },
    ],
    [
      'mcp',
      {
        era: 'legacy',
        version: ['2025-11-25', '2025-06-18', '2024-11-05'][next(3)],
        method: 'tools/call',
        direction: 'client-to-server',
      },
    ],
    [
      'tool',
      {
        name: TOOLS[next(8)],
        arguments: args(next),
        annotations: { readOnlyHint: readOnly, destructiveHint: !readOnly && next(2) === 0 },
        risk: 'medium',
        pin: 'approved',
      },
    ],
    [
      'http',
      {
        method: 'POST',
        scheme: 'https',
        host: `${server}.example.com`,
        port: 443,
        path: '/mcp',
        query: {},
        headers: { 'content-type': 'application/json', 'user-agent': 'agent/1.0' },
      },
    ],
  ];
  return Object.fromEntries(shuffled(entries, next));
}

/** `count` input documents of about 1 KB. */
export function variedInputs(count: number, seed = 7): Record<string, unknown>[] {
  const next = seeded(seed);
  return Array.from({ length: count }, () => document(next));
}
