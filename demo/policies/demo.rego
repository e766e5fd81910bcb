package policies.demo

# What the demo's agent may do: say things and add numbers.
allow if input.tool.name in {"echo", "get-sum", "get-env"}

deny contains {"msg": "an echo must not carry a password", "code": "secret_in_argument"} if {
	input.tool.name == "echo"
	contains(lower(input.tool.arguments.message), "password")
}

redact contains "/tool/arguments/message" if contains(lower(input.tool.arguments.message), "password")
