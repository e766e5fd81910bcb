/** What `tf init` writes: a configuration that explains itself, one policy with its test, fixtures, and what git should not see. */

export interface InitFile {
  readonly path: string;
  readonly text: string;
}

const CONFIG = `# tameflare: who may call which MCP tool. Reference: docs/configuration.md
version: 1

# How this agent is called in policies and in the audit.
agent: my-agent

# The MCP servers this agent may know. Their hosts are intercepted; nothing else is.
servers:
  - name: local
    url: http://127.0.0.1:3001/mcp
#  - name: github
#    url: https://api.githubcopilot.com/mcp/

# Access rules: the most specific one that matches speaks; on a tie the stricter. Nothing said: denied.
# \`when\` is CEL over the input document: args, tool, server, agent, input.
rules:
  - { action: mcp.tools.list, effect: allow }
  - { risk: low, effect: allow }
  - { risk: high, effect: require_approval, expires: 10m }
#  - { server: github, tool: "delete_*", effect: deny, reason: deletions are done by people }
#  - { server: github, tool: create_pull_request, when: 'args.repo.startsWith("acme/")', effect: allow }

# Rego, for what rules can't say. Try it with: tf policy test
policies: [./policies]

# Hosts that are no MCP servers: model APIs, package registries. They are reached, not looked into.
egress:
  allow: [api.openai.com, api.anthropic.com]
  default: deny

# One line per call; what looks like a secret is masked.
audit: { file: .tameflare/audit.ndjson, arguments: redacted }
`;

const POLICY = `# A policy is a package \`policies.<name>\` that says deny, require_approval, allow or redact.
# One deny refuses a call, one require_approval holds it, one allow lets it through; else it is denied.
package policies.paths

# Files outside the project are not to be written, whichever tool does it.
deny contains {"msg": sprintf("%s is outside the project", [path]), "code": "outside_project"} if {
	path := input.tool.arguments.path
	some prefix in ["/etc/", "/root/", "/home/"]
	startswith(path, prefix)
}

# Tokens never reach the audit.
redact contains "/tool/arguments/token" if input.tool.arguments.token
`;

const POLICY_TEST = `package policies.paths_test

import data.policies.paths

test_project_files_are_free if count(paths.deny) == 0 with input as {"tool": {"arguments": {"path": "src/main.ts"}}}

test_etc_is_denied if {
	some entry in paths.deny with input as {"tool": {"arguments": {"path": "/etc/passwd"}}}
	entry.code == "outside_project"
}

test_tokens_are_masked if {
	"/tool/arguments/token" in paths.redact with input as {"tool": {"arguments": {"token": "t"}}}
}
`;

const FIXTURES = `# What rules and policies together decide about these calls; \`tf policy test\` runs them. Reference: docs/policies.md
version: 1
defaults: { server: local }
cases:
  - name: tools that only read
    call: { tool: read_file }
    expect: { effect: allow }
    table:
      - { arguments: { path: src/main.ts } }
      - { arguments: { path: /etc/passwd }, expect: { effect: deny, code: outside_project } }
  - name: what may do harm asks a person
    call: { tool: delete_file, arguments: { path: src/main.ts } }
    expect: { effect: require_approval }
`;

const IGNORE = `# State of tameflare: keys, audit, sockets.
.tameflare/
`;

export const INIT_FILES: readonly InitFile[] = [
  { path: 'tameflare.yaml', text: CONFIG },
  { path: 'policies/paths.rego', text: POLICY },
  { path: 'policies/paths_test.rego', text: POLICY_TEST },
  { path: 'policies/calls.fixture.yaml', text: FIXTURES },
];

/** The lines \`.gitignore\` must have; they are added to an existing one. */
export const GITIGNORE: InitFile = { path: '.gitignore', text: IGNORE };
