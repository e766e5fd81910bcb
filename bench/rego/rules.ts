/** Policies of any number of rules, as large teams generate or write them. */

/** Rules that each forbid something for one tool. */
export function guardedRules(count: number): string {
  const rule = (n: number) => `deny contains {"msg": "no ${n}"} if {
	input.tool.name == "tool_${n}"
	input.tool.arguments.n > ${n % 7}
}`;
  return `package guarded\n\n${Array.from({ length: count }, (_, n) => rule(n)).join('\n\n')}\n`;
}

/** Calls of those tools. */
export function guardedInputs(count: number, inputs: number): Buffer[] {
  return Array.from({ length: inputs }, (_, n) =>
    Buffer.from(
      JSON.stringify({
        action: 'mcp.tools.call',
        agent: { user: `user-${n}` },
        tool: { name: `tool_${(n * 37) % count}`, arguments: { n: n % 10 } },
      }),
    ),
  );
}

type Template = (n: number) => string;

const TEMPLATES: readonly Template[] = [
  n => `deny contains "no ${n}" if {
	input.tool.name == "tool_${n}"
	input.tool.arguments.n > ${n % 7}
	not input.agent.user in {"admin_${n}", "root"}
}`,
  n => `allow if {
	some path in input.tool.arguments.paths
	startswith(path, "/srv/${n}/")
}`,
  n => `next_${n}(x) := y if {
	y := x + ${n}
}`,
  n => `found_${n} contains {"msg": sprintf("row %v", [row.id])} if {
	some row in input.rows
	next_${n - 1}(row.n) > ${n}
}`,
];

/** Rules of several kinds; the package is part of the text, so that no two policies are alike. */
export function mixedRules(count: number, name: string): string {
  const rules = Array.from({ length: count }, (_, n) => TEMPLATES[n % TEMPLATES.length]!(n));
  return `package ${name}\n\n${rules.join('\n\n')}\n`;
}

/** JSON of a table of about that many bytes. */
export function tableData(bytes: number): Buffer {
  const row = (n: number) => ({
    id: `row-${n}`,
    owner: `user-${n % 97}`,
    tags: ['a', `tag-${n % 5}`],
    n,
    price: n * 1.25,
    place: { aisle: { shelf: n } },
  });
  const size = JSON.stringify(row(10_000)).length;
  return Buffer.from(
    JSON.stringify({ rows: Array.from({ length: Math.ceil(bytes / size) }, (_, n) => row(n)) }),
  );
}
