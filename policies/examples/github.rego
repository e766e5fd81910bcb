# What an agent may do on GitHub: read freely, open pull requests from branches, and leave merging
# and everything that destroys to people.
package policies.github

on_github if input.server.name == "github"

reads := {"get_issue", "get_pull_request", "list_issues", "list_pull_requests", "search_code"}

allow if {
	on_github
	input.tool.name in reads
}

allow if {
	on_github
	input.tool.name == "create_pull_request"
}

deny contains {"msg": "pull requests come from a branch, not from main", "code": "protected_branch"} if {
	on_github
	input.tool.name == "create_pull_request"
	input.tool.arguments.head in {"main", "master"}
}

deny contains {"msg": sprintf("%s is not a repository of ours", [repo]), "code": "foreign_repository"} if {
	on_github
	repo := input.tool.arguments.repo
	not startswith(repo, "acme/")
}

require_approval contains "merging needs a person" if {
	on_github
	input.tool.name == "merge_pull_request"
}

# Before this becomes a rule, see in the audit what it would refuse.
shadow_deny contains "titles name a ticket" if {
	on_github
	input.tool.name == "create_pull_request"
	not regex.match(`^[A-Z]+-\d+: `, input.tool.arguments.title)
}

redact contains "/tool/arguments/token" if {
	on_github
	input.tool.arguments.token
}
