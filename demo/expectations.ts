import type { Step } from './agent.ts';

/** What the agent must have seen, and what the audit must say of it. */
export interface Expectation {
  readonly step: string;
  readonly ok: boolean;
  readonly text: RegExp;
  readonly outcome: string;
  /** The tool as the audit names it; the method for a list. */
  readonly tool: string;
}

export const EXPECTED: readonly Expectation[] = [
  {
    step: 'list',
    ok: true,
    text: /^echo get-sum get-tiny-image$/,
    outcome: 'allowed',
    tool: 'tools/list',
  },
  { step: 'echo', ok: true, text: /^Echo: hello$/, outcome: 'allowed', tool: 'echo' },
  {
    step: 'echo-password',
    ok: false,
    text: /denied by policy: an echo must not carry a password .*\nThe tool did not run\./,
    outcome: 'denied_by_policy',
    tool: 'echo',
  },
  {
    step: 'get-env',
    ok: false,
    text: /denied by an access rule: the server's environment is nobody's business .*\nThe tool did not run\./,
    outcome: 'denied_by_rule',
    tool: 'get-env',
  },
  { step: 'image', ok: true, text: /\(image\)/, outcome: 'allowed', tool: 'get-tiny-image' },
];

/** One line of the audit, as far as the demo looks at it. */
export interface AuditLine {
  readonly outcome: string;
  readonly input: {
    readonly server: { readonly name: string };
    readonly mcp?: { readonly method: string };
    readonly tool?: { readonly name: string; readonly arguments: unknown };
  };
  readonly hold_ms?: number;
  readonly approval?: { readonly decided_by?: string };
}

/** The audit's lines about tools, in order. */
export function toolLines(audit: readonly AuditLine[], server: string): AuditLine[] {
  return audit.filter(
    line =>
      line.input.server.name === server &&
      ['tools/list', 'tools/call'].includes(line.input.mcp?.method ?? ''),
  );
}

function fault(
  expected: Expectation,
  seen: Step | undefined,
  line: AuditLine | undefined,
): string | undefined {
  if (seen === undefined) return 'the agent never got there';
  if (seen.step !== expected.step || seen.ok !== expected.ok || !expected.text.test(seen.text)) {
    return `the agent saw something else: ${JSON.stringify(seen)}`;
  }
  if (line === undefined) return 'the audit has no line of it';
  const tool = line.input.tool?.name ?? line.input.mcp?.method;
  return line.outcome === expected.outcome && tool === expected.tool
    ? undefined
    : `the audit says ${line.outcome} of ${tool}`;
}

/** What is not as it should be, one line each; empty when all is. */
export function faults(
  seen: readonly Step[],
  audit: readonly AuditLine[],
  server: string,
): string[] {
  const lines = toolLines(audit, server);
  const wrong = EXPECTED.flatMap((expected, index) => {
    const message = fault(expected, seen[index], lines[index]);
    return message === undefined ? [] : [`${server}, ${expected.step}: ${message}`];
  });
  const held =
    lines.at(-1)?.approval?.decided_by === undefined
      ? [`${server}: nobody approved the image`]
      : [];
  const leaked = JSON.stringify(lines).includes('hunter2')
    ? [`${server}: the audit holds the password`]
    : [];
  return [...wrong, ...held, ...leaked];
}
