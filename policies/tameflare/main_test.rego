package tameflare_test

import data.tameflare

test_nobody_says_anything if {
	tameflare.decision.effect == "none" with data.policies as {}
}

test_deny_wins if {
	decision := tameflare.decision with data.policies as {
		"a": {"allow": true},
		"b": {"require_approval": {"ask"}},
		"c": {"deny": {"no"}},
	}
	decision.effect == "deny"
	decision.reasons == {{"package": "policies.c", "rule": "deny", "msg": "no"}}
}

test_require_approval_beats_allow if {
	decision := tameflare.decision with data.policies as {
		"a": {"allow": true},
		"b": {"require_approval": {"ask"}},
	}
	decision.effect == "require_approval"
}

test_allow_alone if {
	decision := tameflare.decision with data.policies as {"a": {"allow": true}, "b": {"deny": set()}}
	decision.effect == "allow"
	decision.reasons == {{"package": "policies.a", "rule": "allow", "msg": "allow"}}
}

test_shadow_never_decides if {
	decision := tameflare.decision with data.policies as {
		"a": {"allow": true, "shadow_deny": {{"msg": "would", "code": "w"}}},
	}
	decision.effect == "allow"
	decision.shadow == {{"package": "policies.a", "rule": "shadow_deny", "msg": "would", "code": "w"}}
}

test_redact_is_a_union if {
	decision := tameflare.decision with data.policies as {
		"a": {"redact": {"/params"}},
		"b": {"redact": {"/tool/arguments/token"}},
	}
	decision.redact == {"/params", "/tool/arguments/token"}
}

# However `deny` is written, it denies.
test_every_form_denies if {
	every form in [true, "no", {"msg": "no"}, ["no"], {"no": true}, 0, null, {"no"}] {
		decision := tameflare.decision with data.policies as {"a": {"allow": true, "deny": form}}
		decision.effect == "deny"
	}
}

test_silence_denies_nothing if {
	every form in [false, set(), [], {}, {"no": false}] {
		decision := tameflare.decision with data.policies as {"a": {"allow": true, "deny": form}}
		decision.effect == "allow"
	}
}
