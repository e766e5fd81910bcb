# Twenty-two rules as a platform team would write them, over the input document.
package policies.gateway

import data.limits

read_only if input.tool.annotations.readOnlyHint == true

destructive if input.tool.annotations.destructiveHint == true

is_call if input.action == "mcp.tools.call"

arguments := input.tool.arguments

team := limits.teams[input.agent.labels.team]

permitted contains tool if some tool in team.tools

permitted contains tool if some tool in limits.common_tools

allow if {
	is_call
	read_only
	input.tool.name in permitted
}

allow if {
	is_call
	input.agent.user in limits.admins
	not destructive
}

deny contains "the tool is blocked" if input.tool.name in limits.blocked_tools

deny contains "the server is not trusted for writing" if {
	not read_only
	not input.server.name in limits.write_servers
}

deny contains "the path is outside the roots" if {
	path := arguments.path
	not path_in_roots(path)
}

deny contains "the path climbs" if contains(arguments.path, "..")

deny contains "the amount is over the team's limit" if arguments.amount > team.max_amount

deny contains "too many rows" if arguments.limit > 10000

deny contains "production needs the deployer" if {
	input.agent.labels.env == "production"
	not input.agent.user in limits.deployers
}

deny contains "the repository is not ours" if {
	repo := arguments.repo
	not startswith(repo, "acme/")
}

deny contains "the branch is protected" if arguments.branch in limits.protected_branches

deny contains "plain http beyond loopback" if {
	input.http.scheme == "http"
	not input.http.host in {"127.0.0.1", "localhost"}
}

deny contains "the protocol version is too old" if input.mcp.version < "2025-03-26"

require_approval contains "destructive tools need a person" if {
	is_call
	destructive
}

require_approval contains "a large amount needs a person" if arguments.amount > team.approve_amount

path_in_roots(path) if {
	some root in limits.roots
	startswith(path, root)
}

decision := {"allow": allowed, "deny": deny, "require_approval": require_approval}

default allowed := false

allowed if {
	allow
	count(deny) == 0
}
