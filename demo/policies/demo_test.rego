package policies.demo_test

import data.policies.demo

test_echo_is_allowed if demo.allow with input as {"tool": {"name": "echo", "arguments": {"message": "hello"}}}

test_passwords_are_denied if {
	some entry in demo.deny with input as {"tool": {"name": "echo", "arguments": {"message": "the PassWord is x"}}}
	entry.code == "secret_in_argument"
}
