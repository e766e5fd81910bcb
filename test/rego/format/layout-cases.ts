/*
 * Policies and how they are laid out. `npm run oracle` asks a real `opa fmt` about them.
 */

export interface LayoutCase {
  readonly about: string;
  readonly text: string;
  readonly formatted: string;
}

/** What `opa fmt` prints too. */
export const AS_OPA: readonly LayoutCase[] = [
  {
    about: 'the head of a file',
    text: `# Copyright
# of nobody

#about the package
package   a.b["c-d"].e # beside
import data.z
`,
    formatted: `# Copyright
# of nobody

#about the package
package a.b["c-d"].e # beside

import data.z
`,
  },
  {
    about: 'rules of one line stay together, others apart',
    text: `package a
p:=1
q := 2
r if input.x
s if {input.y}
default t := 3
u contains "v"


w contains x if { x := 1; x < 2 }
`,
    formatted: `package a

p := 1
q := 2
r if input.x
s if input.y

default t := 3

u contains "v"

w contains x if {
	x := 1
	x < 2
}
`,
  },
  {
    about: 'imports are sorted in their groups',
    text: `package a
import data.b as z
import data.b
import data.a.c # first
# the second group

import input.x
import data.d

import rego.v1
import future.keywords.in
p := 1
`,
    formatted: `package a

import data.a.c # first
import data.b
import data.b as z

# the second group

import data.d
import input.x

import rego.v1

p := 1
`,
  },
  {
    about: 'defaults and functions',
    text: `package a
default p=false
default f(_)  := {}
f(x) := y if y := x+1
f([x,{"k":y}]) := x if x>y
g(_,_)
	:= true if input.z
`,
    formatted: `package a

default p := false

default f(_) := {}

f(x) := y if y := x + 1
f([x, {"k": y}]) := x if x > y
g(_, _) if input.z
`,
  },
  {
    about: 'a comment everywhere',
    text: `package a
# before a rule
p if { # after the brace
	# before an expression
	x := 1 # beside it
	# in between

	# after an empty line
	x == 1
	# before the end
} # after the end

# METADATA
# title: about q
# METADATA
# scope: rule
q if input.x # beside q
# the very
# end
`,
    formatted: `package a

# before a rule
p if { # after the brace
	# before an expression
	x := 1 # beside it

	# in between

	# after an empty line
	x == 1
	# before the end
} # after the end

# METADATA
# title: about q

# METADATA
# scope: rule
q if input.x # beside q

# the very
# end
`,
  },
  {
    about: 'comments in collections and calls',
    text: `package a
p := [ # first
	1, # one
	# two is next
	2,
	# the end
]
q := {
	"a": 1, "b": 2, # pairs
	"c": [
		3, # three
	]}
r if {
	y := [3
	# nothing fits here
	]
	# but here
	y != {}
}
`,
    formatted: `package a

p := [ # first
	1, # one
	# two is next
	2,
	# the end
]

q := {
	"a": 1, "b": 2, # pairs
	"c": [
		3, # three
	]}

r if {
	y := [3
	# nothing fits here
	]

	# but here
	y != {}
}
`,
  },
  {
    about: 'collections by their rows',
    text: `package a
p := [1,2,
	3]
q := [
	1,2,3]
r := {"a":1,
"b":{"c":2},"d":3}
s := {1,
2}
t := count([1,
	2, 3
])
u := f(1,
2)
f(
x,y) := x+y
v := [
]
w := set( )
x := {}
`,
    formatted: `package a

p := [
	1, 2,
	3,
]

q := [
	1, 2, 3,
]

r := {
	"a": 1,
	"b": {"c": 2}, "d": 3,
}

s := {
	1,
	2,
}

t := count([
	1,
	2, 3,
])

u := f(
	1,
	2,
)

f(
	x, y,
) := x + y

v := []

w := set()
x := {}
`,
  },
  {
    about: 'else',
    text: `package a
p := 1 if {
	input.x
} else := 2 if { input.y } else if input.z
else := 3
q if {
	input.x
}
else := false
r if {
	input.x
}
# before else
else := 2 if input.y
`,
    formatted: `package a

p := 1 if {
	input.x
} else := 2 if input.y

else if input.z

else := 3

q if {
	input.x
}

else := false

r if {
	input.x
}

# before else
else := 2 if input.y
`,
  },
  {
    about: 'with',
    text: `package a
test_p if {
	p with input as {"x":1}  with data.y as 2
	p with input as 1
		with data.y as 2
		with data.z as 3
	f(
		1) with input.x as {
		"y": 1,
		}
	not p
		with input as 4
}
f(_) := true
p := true if input.x
`,
    formatted: `package a

test_p if {
	p with input as {"x": 1} with data.y as 2
	p with input as 1
		with data.y as 2
		with data.z as 3
	f(1) with input.x as {
		"y": 1,
	}
	not p
		with input as 4
}

f(_) := true
p if input.x
`,
  },
  {
    about: 'some and every',
    text: `package a
p if {
	some   x,y
	some i,v in input.xs
	some
	z
	every k,e in input.ys{ k!=e }
	every e in input.ys {
		e
		# why
		e>1
	}
	every w in [1,2] {w; w>0}
}
`,
    formatted: `package a

p if {
	some x, y
	some i, v in input.xs
	some 
		z
	every k, e in input.ys { k != e }
	every e in input.ys {
		e

		# why
		e > 1
	}
	every w in [1, 2] { w; w > 0}
}
`,
  },
  {
    about: 'comprehensions',
    text: `package a
p := [x|x:=1]
q := {x | some x in input.xs;x>1}
r := {k:v |
	some k,v in input.xs
}
s := [
	x |
	x := input.xs[_]
	# only some
	x > 1 ]
t := {x.y | x := [y | y := input
[_] ][_]}
`,
    formatted: `package a

p := [x | x := 1]
q := {x | some x in input.xs; x > 1}
r := {k: v |
	some k, v in input.xs
}

s := [
x |
	x := input.xs[_]

	# only some
	x > 1
]

t := {x.y | x := [y |
	y := input
	[_]
][_]}
`,
  },
  {
    about: 'operators and parentheses',
    text: `package a
p if {
	x := 1+2*3-4
	y := (1+2)*3
	(x+y)==7
	x in [1,2]
	z := (1 in [1])
	a := ("k","v" in input)
	b := count({1}|{2}&{3})
	not (x in [3])
	c := [(x | y), 1]
	d := {(x | y): (y | x)}
	e = f(- 3)
}
f(x) := x % 2
`,
    formatted: `package a

p if {
	x := (1 + (2 * 3)) - 4
	y := (1 + 2) * 3
	x + y == 7
	x in [1, 2]
	z := 1 in [1]
	a := ("k", "v" in input)
	b := count({1} | ({2} & {3}))
	not x in [3]
	c := [(x | y), 1]
	d := {(x | y): (y | x)}
	e = f(-3)
}

f(x) := x % 2
`,
  },
  {
    about: 'builtins called by name are operators',
    text: `package a
p if {
	equal(plus(1, 2), 3)
	x := or({1}, minus({2}, {3}))
	internal.member_2(1, x)
}
`,
    formatted: `package a

p if {
	1 + 2 == 3
	x := {1} | ({2} - {3})
	1 in x
}
`,
  },
  {
    about: 'references',
    text: `package a
p := input["x"].y["z-1"][i][input["j"]]["if"] if i := 1
q := input.if["contains"]
r := [1, 2][0]
s := f(1)["a"]
f(_) := {}
t := input.x[1 + 1]
`,
    formatted: `package a

p := input.x.y["z-1"][i][input.j]["if"] if i := 1
q := input.if["contains"]
r := [1, 2][0]
s := f(1).a
f(_) := {}
t := input.x[1 + 1]
`,
  },
  {
    about: 'heads with parts',
    text: `package a
p.q := 1
p["r"] := 2
s[x] := y if some x, y in input
t[x] contains y if some x, y in input
u.v.w.x := 3
`,
    formatted: `package a

p.q := 1
p.r := 2
s[x] := y if some x, y in input
t[x] contains y if some x, y in input
u.v.w.x := 3
`,
  },
  {
    about: 'heads with one part',
    text: `package a
p.q := 1
s[x] := y if some x, y in input
t[x] if some x in input
`,
    formatted: `package a

p["q"] := 1
s[x] := y if some x, y in input
t[x] if some x in input
`,
  },
  {
    about: 'a value that is true goes without saying',
    text: `package a
p := true if input.x
q := true
r if true
f(_) := true if input.y
`,
    formatted: `package a

p if input.x
q := true
r := true
f(_) if input.y
`,
  },
  {
    about: 'strings',
    text: `package a
p := "a\\u0041\\/\\t" 
q := \`raw
	"text" \\n\`
r := "é" + \`\`
s := $"a {input.x+1} \\{ {"b"} {1}"
t := $\`raw { input.y } "\`
`,
    formatted: `package a

p := "a\\u0041\\/\\t"
q := \`raw
	"text" \\n\`

r := "é" + \`\`
s := $"a {input.x + 1} \\{ b 1"
t := $\`raw {input.y} "\`
`,
  },
  {
    about: 'comments in template strings',
    text: `package a
p := $"{ # one
input.x # two
# three
} {
# four
input.y}"
`,
    formatted: `package a

p := $"{ # one
	input.x # two
	# three
	} { # four
	input.y}"
`,
  },
  {
    about: 'chained bodies',
    text: `package a
f(x) := y if {
	y := x
} {
	y := 1
}
`,
    formatted: `package a

f(x) := y if {
	y := x
}

f(x) := y if {
	y := 1
}
`,
  },
  {
    about: 'a head of several rows',
    text: `package a
p := {
	"a": 1 } if input.x
q contains {
	"b": input.y
} if { input.y }
`,
    formatted: `package a

p := {
	"a": 1,
} if input.x

q contains {
	"b": input.y,
} if input.y
`,
  },
  {
    about: 'bodies after not',
    text: `package a
import future.keywords.not
p if {
	not { input.x;input.y }
	not {
	input.z
	}
	not input.w
}
`,
    formatted: `package a

import future.keywords.not

p if {
	not { input.x; input.y}
	not {
		input.z
	}
	not input.w
}
`,
  },
  {
    about: 'empty lines',
    text: `



package a



p if {

	input.x



	input.y

}



`,
    formatted: `package a

p if {
	input.x

	input.y
}
`,
  },
  {
    about: 'numbers',
    text: `package a
p := [1.50, -2e10, .5, -.5, 0]
`,
    formatted: `package a

p := [1.50, -2e10, .5, -.5, 0]
`,
  },
];

/** What `opa fmt --v0-compatible` prints too. */
export const AS_OPA_V0: readonly LayoutCase[] = [
  {
    about: 'rules of version 0',
    text: `package a
p[x]{x:=1}
q { input.x
input.y }
r = 2 { input.z } else = 3 { input.w }
s[x] = y { x := 1; y := 2 }
t["u"]
f(x) { x }
g(1) = 2
`,
    formatted: `package a

p[x] {
	x := 1
}

q {
	input.x
	input.y
}

r = 2 {
	input.z
}

else = 3 {
	input.w
}

s[x] = y {
	x := 1
	y := 2
}

t["u"]

f(x) {
	x
}

g(1) = 2
`,
  },
  {
    about: 'imported keywords',
    text: `package a
import future.keywords.if
import future.keywords.contains
import future.keywords.in
p contains x if { x := 1 }
q if input.x in [1]
`,
    formatted: `package a

import future.keywords.contains
import future.keywords.if
import future.keywords.in

p contains x if x := 1
q if input.x in [1]
`,
  },
  {
    about: 'rego.v1 makes imported keywords redundant',
    text: `package a
import future.keywords
import rego.v1
p if { input.x }
`,
    formatted: `package a

import rego.v1

p if input.x
`,
  },
];

/** Where `opa fmt` changes what is said, loses a comment or changes its own result. */
export const OURS: readonly LayoutCase[] = [
  {
    about: 'a call that a comment has no place in',
    text: `package a
r if {
	f({ # of a call
		"x": 1, # x
	}, 2)
}
f(_, _) := true
`,
    formatted: `package a

r if {
	f({ # of a call
		"x": 1, # x
	}, 2)
}

f(_, _) := true
`,
  },
  {
    about: 'comments that would share a line',
    text: `package a
p if {
	x := f( # first
	# second
		1,
		2,
	)
	y := f(1, 2
	) # behind the call
	x == y
}
f(x, y) := x + y
`,
    formatted: `package a

p if {
	x := f(
		# first
		# second
		1,
		2,
	)
	y := f(1, 2)

	# behind the call
	x == y
}

f(x, y) := x + y
`,
  },
  {
    about: 'parentheses that mean something',
    text: `package a
p if {
	(input.x | {1}) == {2}
	e := (1 in [1]) == true
	e == (input.x == input.y)
	d := {(1 in [2]) | true}
	input.z == 1; -1 < input.z
}
q if { {1} }
`,
    formatted: `package a

p if {
	(input.x | {1}) == {2}
	e := (1 in [1]) == true
	e == (input.x == input.y)
	d := {(1 in [2]) | true}
	input.z == 1;
	-1 < input.z
}

q if {
	{1}
}
`,
  },
  {
    about: 'a key on the row after its brace',
    text: `package a
p := {
k: v | some k, v in input }
`,
    formatted: `package a

p := {k: v | some k, v in input}
`,
  },
  {
    about: 'an else behind a body of several rows',
    text: `package a
p := 1 if input.x == [
	1,
	2,
] else := 2
`,
    formatted: `package a

p := 1 if input.x == [
	1,
	2,
]

else := 2
`,
  },
  {
    about: 'a union that begins with an operator',
    text: `package a
p := [{1} & {2} | {3}]
`,
    formatted: `package a

p := [(({1} & {2}) | {3})]
`,
  },
];
