package policies.github_test

import data.policies.github

call(tool, arguments) := {
	"phase": "call",
	"server": {"name": "github"},
	"tool": {"name": tool, "arguments": arguments},
}

test_reads_are_allowed if {
	every tool in github.reads {
		github.allow with input as call(tool, {"repo": "acme/backend"})
	}
}

test_other_servers_are_not_ours if {
	not github.allow with input as {"server": {"name": "files"}, "tool": {"name": "get_issue"}}
}

test_pull_request_from_a_branch if {
	request := call("create_pull_request", {"repo": "acme/backend", "head": "fix-auth"})
	github.allow with input as request
	count(github.deny) == 0 with input as request
}

test_pull_request_from_main if {
	some entry in github.deny with input as call("create_pull_request", {"repo": "acme/backend", "head": "main"})
	entry.code == "protected_branch"
}

test_foreign_repository if {
	some entry in github.deny with input as call("get_issue", {"repo": "evil/acme"})
	entry == {"msg": "evil/acme is not a repository of ours", "code": "foreign_repository"}
}

test_merging_is_held if {
	github.require_approval == {"merging needs a person"} with input as call("merge_pull_request", {"repo": "acme/backend"})
}

test_listing_shows_what_may_be_called if {
	listed := {"phase": "list", "server": {"name": "github"}, "tool": {"name": "create_pull_request"}}
	github.allow with input as listed
	count(github.deny) == 0 with input as listed
}

test_titles_are_watched if {
	count(github.shadow_deny) == 1 with input as call("create_pull_request", {"title": "fix"})
	count(github.shadow_deny) == 0 with input as call("create_pull_request", {"title": "OPS-7: fix"})
}

test_tokens_are_masked if {
	"/tool/arguments/token" in github.redact with input as call("get_issue", {"token": "t"})
}
