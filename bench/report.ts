/** The page the bench writes: what was measured, how, and the numbers with their ratios. */
import { cpus } from 'node:os';
import type { Figure } from './figure.ts';
import type { Measured } from './harness.ts';
import { DIRECT, FORWARDER, type ProxyMeasured } from './proxy/measurement.ts';

/** A Markdown table; the first row is the header. */
function table([header = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

function ratio(value: number, base: number): string {
  return `${(value / base).toFixed(2)}x`;
}

/** Times of contenders beside their ratio to the one of that name. */
function decisionTable(rows: readonly Measured[], base: string): string {
  const { p50 } = rows.find(row => row.name === base)!;
  return table([
    ['', 'p50 µs', 'p90 µs', `ratio to ${base}`],
    ...rows.map(row => [row.name, row.p50.toFixed(1), row.p90.toFixed(1), ratio(row.p50, p50)]),
  ]);
}

function proxyTable(rows: readonly ProxyMeasured[]): string {
  return table([
    ['', '', 'CPU µs', `ratio to ${FORWARDER}`, 'p50 ms', 'p90 ms', `p50 ratio to ${DIRECT}`],
    ...rows.map(({ scheme, name, cpu, p50, p90 }) => {
      const base = (of: string) => rows.find(row => row.scheme === scheme && row.name === of)!;
      return [
        scheme,
        name,
        cpu?.toFixed(0) ?? '',
        cpu === undefined ? '' : ratio(cpu, base(FORWARDER).cpu!),
        (p50 / 1000).toFixed(2),
        (p90 / 1000).toFixed(2),
        ratio(p50, base(DIRECT).p50),
      ];
    }),
  ]);
}

/** Everything one run of the bench found out; a part that was not asked for is absent. */
export interface Findings {
  readonly hosts?: readonly Measured[];
  readonly engine?: readonly Measured[];
  readonly rego?: readonly Figure[];
  /** What compiled the module that stands for OPA's. */
  readonly opa?: string;
  readonly proxies?: readonly ProxyMeasured[];
  readonly streams?: readonly Figure[];
}

export const YARDSTICK = 'JSON.parse of the text';

function decisionPart({ hosts = [], engine = [], opa = '' }: Findings): string {
  return `## A decision

22 rules of Rego (\`bench/policies\`) over 512 input documents of about 1 KB that differ in keys, order and
values. Contenders take turns in slices of a few dozen decisions; a slice is timed in CPU time of the
process, garbage collection included, and p50 and p90 are over slices. \`${YARDSTICK}\` is there to
compare machines.

From the bytes of a JSON document to what the policy says. npm \`@open-policy-agent/opa-wasm\` runs the very same
module, and the one that ${opa} makes of the same rules:

${decisionTable(hosts, YARDSTICK)}

From an input document in memory to a whole decision, with one access rule, the module that combines
packages, the decision's id and its reasons with their lines; the cache is keyed by what the policy reads:

${decisionTable(engine, engine[0]!.name)}
`;
}

function figureTable(figures: readonly Figure[]): string {
  const rows = figures.map(({ label, value, unit }) => [
    label,
    `${value.toFixed(value < 10 ? 2 : 0)} ${unit}`,
  ]);
  return table([['', ''], ...rows]);
}

function regoPart({ rego = [] }: Findings): string {
  return `## Rego: compiling and loading

${figureTable(rego)}
`;
}

function streamPart({ streams = [] }: Findings): string {
  return `## Streams, held calls and lists

${figureTable(streams)}
`;
}

function proxyPart({ proxies = [] }: Findings): string {
  return `## A governed call

POST of a 500-byte \`tools/call\`, answered with 300 bytes of JSON, over 32 kept-alive connections on
127.0.0.1, plain (absolute-form) and through an intercepted tunnel (TLS ended and begun again). Every
request has an argument of its own that the policy reads, so none is answered from the decision cache.
The gateway has two servers, one access rule, the same 22 rules of Rego and its audit log on disk. The
bare forwarder is node:http before undici's dispatch and reads, judges and records nothing.

Server, clients, forwarder and gateway are processes of their own. CPU is user and system time of the
proxy's process by request, the lower quartile over rounds in which the contenders take turns; what a
client waits is the median over rounds.

${proxyTable(proxies)}
`;
}

/** The page; parts without findings are left out. */
export function page(findings: Findings): string {
  const { model = 'unknown' } = cpus()[0] ?? {};
  const parts = [
    ...(findings.hosts === undefined ? [] : [decisionPart(findings)]),
    ...(findings.rego === undefined ? [] : [regoPart(findings)]),
    ...(findings.proxies === undefined ? [] : [proxyPart(findings)]),
    ...(findings.streams === undefined ? [] : [streamPart(findings)]),
  ];
  return `# Benchmarks

Written by \`npm run bench\`; \`npm run bench -- --check\` fails when a budget of \`bench/budgets.json\` is
exceeded. Node ${process.version}, ${cpus().length} × ${model}. Times depend on the machine and on what else
it does; what carries over is the ratio between rows of one table, which were measured in turns in one run.

${parts.join('\n')}`;
}
