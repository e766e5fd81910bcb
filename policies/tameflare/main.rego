# Combines what all packages `policies.<name>` say into the one document that decides.
#
# A package may define, each as a set of messages or objects {"msg", "code"}:
#   deny, require_approval          objections
#   allow                           consent: `allow if …`, or a set of messages
#   shadow_deny, shadow_require_approval, shadow_allow
#                                   recorded, and never part of the effect
#   redact                          JSON pointers into the input that the audit masks
#
# deny wins, then require_approval, then allow. Where nobody says anything the effect is "none":
# then access rules decide alone, and without them nothing is allowed.
package tameflare

# In force also where policies are of the older syntax (`--v0-compatible`).
import rego.v1

decision := {
	"effect": effect,
	"reasons": reasons,
	"shadow": shadow,
	"redact": redact,
}

# What may let a call through. The gateway asks which input it depends on, to know which tools to list.
consent := {"allow": allowances, "require_approval": approvals}

default effect := "none"

effect := "deny" if {
	count(denials) > 0
} else := "require_approval" if {
	count(approvals) > 0
} else := "allow" if {
	count(allowances) > 0
}

# The reasons of the effect only: who allowed a call that is denied is beside the point.
default reasons := set()

reasons := denials if {
	effect == "deny"
} else := approvals if {
	effect == "require_approval"
} else := allowances

denials contains reason(name, "deny", entry) if {
	some name
	some entry in entries(data.policies[name].deny)
}

approvals contains reason(name, "require_approval", entry) if {
	some name
	some entry in entries(data.policies[name].require_approval)
}

allowances contains reason(name, "allow", entry) if {
	some name
	some entry in entries(data.policies[name].allow)
	consents(entry)
}

shadow contains reason(name, "shadow_deny", entry) if {
	some name
	some entry in entries(data.policies[name].shadow_deny)
}

shadow contains reason(name, "shadow_require_approval", entry) if {
	some name
	some entry in entries(data.policies[name].shadow_require_approval)
}

shadow contains reason(name, "shadow_allow", entry) if {
	some name
	some entry in entries(data.policies[name].shadow_allow)
}

redact contains pointer if {
	some name
	some pointer in entries(data.policies[name].redact)
}

# What a rule says, as a set, in whichever form it was written: a set, a list, a boolean, one
# message, one object with a message, or an object whose keys are the messages. Only `false` and
# empty collections say nothing, so that no form of `deny` is overlooked.
entries(value) := value if {
	is_set(value)
} else := {entry | some entry in value} if {
	is_array(value)
} else := {value} if {
	value.msg
} else := {key | some key, said in value; said != false} if {
	is_object(value)
} else := set() if {
	value == false
} else := {value}

# What stands for consent must look like it: `allow := 0` is a mistake, not an answer.
consents(entry) if entry == true

consents(entry) if is_string(entry)

consents(entry) if is_string(entry.msg)

# A package may give a message alone, or an object with `msg` and perhaps `code`.
reason(name, rule, entry) := object.union(
	{"package": concat(".", ["policies", name]), "rule": rule, "msg": message(rule, entry)},
	{"code": entry.code | is_string(entry.code)},
)

message(rule, entry) := entry if {
	is_string(entry)
} else := entry.msg if {
	is_string(entry.msg)
} else := rule if {
	entry == true
} else := json.marshal(entry)
