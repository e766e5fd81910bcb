/** Policies, queries, and what they answer: the meaning of the language, construct by construct. */
export interface Evaluation {
  readonly source: string | readonly string[];
  readonly query?: string;
  readonly input?: unknown;
  readonly data?: unknown;
  /** JSON of the result set, `undefined`, or the code of an evaluation error. */
  readonly gives: string;
}

export const EVALUATIONS: readonly Evaluation[] = [
  { source: 'p := x if { x = y; y = z; z = 1 }', gives: '[{"x":1}]' },
  { source: 'p := [a, b] if { [a, 1] = [2, b] }', gives: '[{"x":[2,1]}]' },
  { source: 'p := [a, b] if { {"a": a, "b": 1} = {"a": 2, "b": b} }', gives: '[{"x":[2,1]}]' },
  {
    source: 'p := a if { k := "z"; {"a": a, k: 3} = {"a": 2, "z": 3} }',
    gives: '[{"x":2}]',
  },
  { source: 'p := [a, b] if { x := [1, [2, 3]]; [a, [_, b]] := x }', gives: '[{"x":[1,3]}]' },
  { source: 'p := x if { [x, y] = [y, 1] }', gives: '[{"x":1}]' },
  { source: 'p := x if { [x, [y]] = [y, z]; z = [5] }', gives: '[{"x":5}]' },
  { source: 'p := {x | x = data.a[_]; not x = 2}', data: { a: [1, 2, 3] }, gives: '[{"x":[1,3]}]' },
  {
    source: 'p := {y: x | x = data.a[y]}',
    data: { a: [1, 2, 3] },
    gives: '[{"x":{"0":1,"1":2,"2":3}}]',
  },
  {
    source: 'p := {x: y | x = 1; y = data.a[_]}',
    data: { a: [1, 2, 3] },
    gives: 'eval_conflict_error',
  },
  { source: 'f(x) := y if { y := x + 1 }\np := f(f(1))', gives: '[{"x":3}]' },
  { source: 'f(x, y) := x if x > y\nelse := y\np := [f(1,2), f(2,1)]', gives: '[{"x":[2,2]}]' },
  {
    source: 'f([x, y]) := x + y\nf({"a": x}) := x\np := [f([1,2]), f({"a": 5})]',
    gives: '[{"x":[3,5]}]',
  },
  {
    source: 'f(x, x) := "same"\np := f(1, 1)\nq := f(1,2)',
    query: 'data.test = x',
    gives: '[{"x":{"p":"same"}}]',
  },
  {
    source: 'default f(x) := "none"\nf(1) := "one"\np := [f(1), f(2)]',
    gives: '[{"x":["one","none"]}]',
  },
  {
    source: 'p := count([x | some x in input.a; x > 1])',
    input: { a: [1, 2, 3] },
    gives: '[{"x":2}]',
  },
  { source: 'p if { some i; input.a[i] == 2 }', input: { a: [1, 2, 3] }, gives: '[{"x":true}]' },
  {
    source: 'p contains i if { some i; input.a[i] > 1 }',
    input: { a: [1, 2, 3] },
    gives: '[{"x":[1,2]}]',
  },
  {
    source: 'p if { every x in input.a { x > 0 } }',
    input: { a: [1, 2, 3] },
    gives: '[{"x":true}]',
  },
  {
    source: 'p if { every k, x in input.a { k < 3; some y in input.a; y == x } }',
    input: { a: [1, 2, 3] },
    gives: '[{"x":true}]',
  },
  {
    source: [
      'package test\np contains k if data.lib[k]',
      'package lib\na := 1\nb := false\nc if false\nf(x) := x',
    ],
    gives: '[{"x":["a"]}]',
  },
  {
    source: [
      'package test\np contains [k, v] if v := data.lib[k]',
      'package lib\na := 1\nb := false\nc if false\nf(x) := x',
    ],
    data: { lib: { z: 9 } },
    gives: '[{"x":[["a",1],["b",false],["z",9]]}]',
  },
  {
    source: [
      'package test\np contains [k, v] if v := data.lib[k].y',
      'package lib\na := {"y": 1}\nb := {"y":2}',
    ],
    data: { lib: { z: { y: 9 } } },
    gives: '[{"x":[["a",1],["b",2],["z",9]]}]',
  },
  {
    source: ['package test\np := data.lib[input.k]', 'package lib\na := 1\nb := 2'],
    input: { k: 'b' },
    data: { lib: { z: 9 } },
    gives: '[{"x":2}]',
  },
  {
    source: ['package a\np := 1', 'package a.b\nq := 2'],
    query: 'data = x',
    data: { a: { b: { z: 1 } }, c: 1 },
    gives: '[{"x":{"a":{"b":{"q":2,"z":1},"p":1},"c":1}}]',
  },
  {
    source: ['package a\np := 1', 'package a.b\nq := 2'],
    query: 'data[x][y] = z',
    data: { a: { b: { z: 1 } }, c: { d: 1 } },
    gives: '[{"x":"a","y":"b","z":{"q":2,"z":1}},{"x":"a","y":"p","z":1},{"x":"c","y":"d","z":1}]',
  },
  { source: 'p := x if { x = input.a with input as {"a": 7} }', gives: '[{"x":7}]' },
  {
    source: 'p contains x if { x = input.a[_] with input as {"a": [7, 8]} }',
    gives: '[{"x":[7,8]}]',
  },
  {
    source: 'p contains [x, y] if { x = input.a[_] with input as {"a": y}; y = [[7], [8]][_] }',
    gives: '[{"x":[[7,[7]],[8,[8]]]}]',
  },
  {
    source: 'p := y if { y := count(input) with count as 5 with input as [] }',
    gives: '[{"x":5}]',
  },
  {
    source: 'p := x if { x := data.test.f(1) with data.test.f as 5 }\nf(x) := x',
    gives: '[{"x":5}]',
  },
  { source: 'p := 1\np := 2', gives: 'eval_conflict_error' },
  { source: 'p := 1\np := 1', gives: '[{"x":1}]' },
  { source: 'p := x if { some x in [1,2] }', gives: 'eval_conflict_error' },
  { source: 'default p := false\np if input.x', gives: '[{"x":false}]' },
  { source: 'p["a"] := 1\np["b"] := 2\n', gives: '[{"x":{"a":1,"b":2}}]' },
  { source: 'p.a := 1\np.b := 2\np.c.d := 3', gives: '[{"x":{"a":1,"b":2,"c":{"d":3}}}]' },
  { source: 'p[x] := 1 if x := "a"\np[x] := 2 if x := "a"', gives: 'eval_conflict_error' },
  {
    source: 'p[x] contains y if { some x, y in {"a": 1, "b": 2} }\np.a contains 9',
    gives: '[{"x":{"a":[1,9],"b":[2]}}]',
  },
  { source: 'p.a := {"b": 1}\np[x].c := 2 if x := "a"', gives: 'eval_conflict_error' },
  { source: 'p := x if { x := q with data.test.r as 5 }\nq := r\nr := 1', gives: '[{"x":5}]' },
  {
    source: 'p := x if { x := q with data.test.r as 5 with data.test.r as 6 }\nq := r\nr := 1',
    gives: '[{"x":6}]',
  },
  {
    source:
      'p := [x, y] if { x := q with input.a as 1; y := q with input as {"a": 2} }\nq := input.a',
    input: { a: [1, 2, 3], s: 'str', o: { x: { y: 1 }, z: { y: 2 } } },
    data: { a: [1, 2, 3], o: { x: { y: 1 }, z: { y: 2 } } },
    gives: '[{"x":[1,2]}]',
  },
  {
    source: 'p if { not q with input.a as 2 }\nq if input.a == 1',
    input: { a: [1, 2, 3], s: 'str', o: { x: { y: 1 }, z: { y: 2 } } },
    data: { a: [1, 2, 3], o: { x: { y: 1 }, z: { y: 2 } } },
    gives: '[{"x":true}]',
  },
  {
    source: 'p := x if { x := [y | y := input.a[_]] with input.a as [7] }',
    input: { a: [1, 2, 3], s: 'str', o: { x: { y: 1 }, z: { y: 2 } } },
    data: { a: [1, 2, 3], o: { x: { y: 1 }, z: { y: 2 } } },
    gives: '[{"x":[7]}]',
  },
  {
    source: 'p := [y | y := input.a[_] with input.a as [7, 8]]',
    input: { a: [1, 2, 3], s: 'str', o: { x: { y: 1 }, z: { y: 2 } } },
    data: { a: [1, 2, 3], o: { x: { y: 1 }, z: { y: 2 } } },
    gives: '[{"x":[7,8]}]',
  },
  {
    source: 'p := x if { x := data.test.m.f(3) with data.test.m as {"f": 5} }\nm.f(x) := x',
    gives: '[{"x":3}]',
  },
  { source: 'p := [k | some k; data.test.q[k]] \nq := {"a", "b"}', gives: '[{"x":["a","b"]}]' },
  {
    source: 'p := x if { x := data.o with data.o.x as 1 }',
    input: { a: [1, 2, 3], s: 'str', o: { x: { y: 1 }, z: { y: 2 } } },
    data: { a: [1, 2, 3], o: { x: { y: 1 }, z: { y: 2 } } },
    gives: '[{"x":{"x":1,"z":{"y":2}}}]',
  },
  {
    source: 'p := x if { x := data.test.q with data.test.q as 1 }\nq := 0\nr := data.test.q',
    gives: '[{"x":1}]',
  },
  {
    source: 'p[1] := 2\np[{"a": 1}] := 3\np[x] := 4 if x := [1]\nq := p[{"a": 1}]\nr := p[1]',
    query: 'data.test = x',
    gives: '[{"x":{"p":{"1":2,"[1]":4,"{\\"a\\":1}":3},"q":3,"r":2}}]',
  },
  {
    source: 'p := [[i, j] | input.o[i][j]]',
    input: { a: [1, 2, 3], s: 'str', o: { x: { y: 1 }, z: { y: 2 } } },
    data: { a: [1, 2, 3], o: { x: { y: 1 }, z: { y: 2 } } },
    gives: '[{"x":[["x","y"],["z","y"]]}]',
  },
  {
    source: 'p := {x | walk(input, [_, x]); is_number(x)}',
    input: { a: [1, 2, 3], s: 'str', o: { x: { y: 1 }, z: { y: 2 } } },
    data: { a: [1, 2, 3], o: { x: { y: 1 }, z: { y: 2 } } },
    gives: '[{"x":[1,2,3]}]',
  },
  {
    source: 'p if { x := ["zz"]; not walk(input, [x, 5]) }',
    input: { a: [1, 2, 3], s: 'str', o: { x: { y: 1 }, z: { y: 2 } } },
    data: { a: [1, 2, 3], o: { x: { y: 1 }, z: { y: 2 } } },
    gives: '[{"x":true}]',
  },
  { source: 'q contains [1, 2]\nq contains [3, 4]\np := [y | q[[3, y]]]', gives: '[{"x":[4]}]' },
  { source: 'q contains {"a": 1, "b": 2}\np := [y | q[{"a": 1, "b": y}]]', gives: '[{"x":[2]}]' },
  {
    source:
      'p := x if { some x in input.a; every y in input.a { every z in input.a { x <= y; y <= y; z > 0 } } }',
    input: { a: [1, 2, 3], s: 'str', o: { x: { y: 1 }, z: { y: 2 } } },
    data: { a: [1, 2, 3], o: { x: { y: 1 }, z: { y: 2 } } },
    gives: '[{"x":1}]',
  },
  {
    source: 'default p.a := 1\np[k] := 2 if { k := input.a[_] }',
    input: { a: [1, 2, 3], s: 'str', o: { x: { y: 1 }, z: { y: 2 } } },
    data: { a: [1, 2, 3], o: { x: { y: 1 }, z: { y: 2 } } },
    gives: '[{"x":{"1":2,"2":2,"3":2,"a":1}}]',
  },
  {
    source: 'default p.a := 1\np[k] := 2 if { k := "a" }',
    input: { a: [1, 2, 3], s: 'str', o: { x: { y: 1 }, z: { y: 2 } } },
    data: { a: [1, 2, 3], o: { x: { y: 1 }, z: { y: 2 } } },
    gives: '[{"x":{"a":2}}]',
  },
  { source: 'p := 1 == 1.0', gives: '[{"x":true}]' },
  { source: 'p := {1, 1.0}', gives: '[{"x":[1.0]}]' },
  { source: 'p := data.o[0]', data: { o: { '0': 5 } }, gives: '[{"x":5}]' },
  { source: 'p := data.o["1"]', data: { o: [5, 6] }, gives: 'undefined' },
  { source: 'p := data.o[i] if i := 0', data: { o: { '0': 5 } }, gives: 'undefined' },
  {
    source:
      'f(x) := g(x)\ng(x) := h(x) + 1\nh(x) := x\np := [f(1), z] if { z := f(1) with data.test.h as k }\nk(x) := x * 100',
    gives: '[{"x":[2,101]}]',
  },
  {
    source: 'f(x) := count(x)\np := z if { z := [f([1]), count([1,2])] with count as 7 }',
    gives: '[{"x":[7,7]}]',
  },
  { source: 'p if { {1, 2} == {2, 1} }', gives: '[{"x":true}]' },
  {
    source: 'p := x if { x = {y | y = input.a[_]} | {9} }',
    input: { a: [1, 2, 3], s: 'str', o: { x: { y: 1 }, z: { y: 2 } } },
    data: { a: [1, 2, 3], o: { x: { y: 1 }, z: { y: 2 } } },
    gives: '[{"x":[1,2,3,9]}]',
  },
  {
    source: 'p := x if { f(input.s, x) }\nf(a) := concat("-", [a, a])',
    input: { a: [1, 2, 3], s: 'str', o: { x: { y: 1 }, z: { y: 2 } } },
    data: { a: [1, 2, 3], o: { x: { y: 1 }, z: { y: 2 } } },
    gives: '[{"x":"str-str"}]',
  },
  {
    source: 'p := x if { f(input.s) = [x, _] }\nf(a) := [a, a]',
    input: { a: [1, 2, 3], s: 'str', o: { x: { y: 1 }, z: { y: 2 } } },
    data: { a: [1, 2, 3], o: { x: { y: 1 }, z: { y: 2 } } },
    gives: '[{"x":"str"}]',
  },
  {
    source: 'p := x if { [x, _] = f(input.s) }\nf(a) := [a, a]',
    input: { a: [1, 2, 3], s: 'str', o: { x: { y: 1 }, z: { y: 2 } } },
    data: { a: [1, 2, 3], o: { x: { y: 1 }, z: { y: 2 } } },
    gives: '[{"x":"str"}]',
  },
  { source: 'p := x if { f(1)[x] == "b" }\nf(a) := ["a", "b"]', gives: '[{"x":1}]' },
  { source: 'p := f(1).a[1]\nf(a) := {"a": ["a", "b"]}', gives: '[{"x":"b"}]' },
  { source: 'p := [x | [x, 2] := [[1,2],[3,4],[5,2]][_]]', gives: '[{"x":[1,5]}]' },
  {
    source:
      'p if input.missing.deep == 1\nq if not input.missing.deep == 1\nr if input.missing != 1\ns if not startswith(input.missing, "x")',
    query: 'data.test = x',
    gives: '[{"x":{"q":true}}]',
  },
  { source: 'p := x if { x := input }', gives: 'undefined' },
  {
    source: 'p := 1 if { input }\nq if { not input }',
    query: 'data.test = x',
    gives: '[{"x":{"q":true}}]',
  },
  {
    source: 'p := {k: v | some k, v in input.o}',
    input: { a: [1, 2, 3], s: 'str', o: { x: { y: 1 }, z: { y: 2 } } },
    data: { a: [1, 2, 3], o: { x: { y: 1 }, z: { y: 2 } } },
    gives: '[{"x":{"x":{"y":1},"z":{"y":2}}}]',
  },
  {
    source: 'p := [v | some {"y": v} in input.o]',
    input: { a: [1, 2, 3], s: 'str', o: { x: { y: 1 }, z: { y: 2 } } },
    data: { a: [1, 2, 3], o: { x: { y: 1 }, z: { y: 2 } } },
    gives: '[{"x":[1,2]}]',
  },
  {
    source: 'p := [k | some k, {"y": 2} in input.o]',
    input: { a: [1, 2, 3], s: 'str', o: { x: { y: 1 }, z: { y: 2 } } },
    data: { a: [1, 2, 3], o: { x: { y: 1 }, z: { y: 2 } } },
    gives: '[{"x":["z"]}]',
  },
  { source: 'p := x if { x := 1 }\nelse := 2 if { true }', gives: '[{"x":1}]' },
  {
    source: 'p := 5 if { input.x } else := 6 if { input.a[_] > 5 } else := 7',
    input: { a: [1, 2, 3], s: 'str', o: { x: { y: 1 }, z: { y: 2 } } },
    data: { a: [1, 2, 3], o: { x: { y: 1 }, z: { y: 2 } } },
    gives: '[{"x":7}]',
  },
  { source: 'p if { a := 1; b := 2; a != b; a < b; not a > b }', gives: '[{"x":true}]' },
  {
    source: [
      'package test\nimport data.lib\nimport data.lib.f as g\nimport input.a as arr\np := [lib.f(1), g(2), arr[0], lib.k]',
      'package lib\nf(x) := x\nk := 3',
    ],
    input: { a: [1, 2, 3], s: 'str', o: { x: { y: 1 }, z: { y: 2 } } },
    data: { a: [1, 2, 3], o: { x: { y: 1 }, z: { y: 2 } } },
    gives: '[{"x":[1,2,1,3]}]',
  },
  { source: 'p := 1', query: 'x := 1; y := x + 1; z = [y, x]', gives: '[{"x":1,"y":2,"z":[2,1]}]' },
  { source: 'p := 1', query: 'data.test[x] = y', gives: '[{"x":"p","y":1}]' },
  { source: 'p := 1', query: 'x = 1; x == 2', gives: 'undefined' },
  { source: 'p := 1', query: '_ = 1', gives: '[{}]' },
  { source: 'p := 1', query: 'false', gives: 'undefined' },
  { source: 'p := 1', query: '[x | x := 1] = y', gives: '[{"y":[1]}]' },
  { source: 'p := 1', query: 'some x in [1,2,3]; x > 1', gives: '[{"x":2},{"x":3}]' },
  {
    source:
      'default allow := false\nallow if { some r in input.u.roles; "write" in data.roles[r] }',
    query: 'data.test.allow = x',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":true}]',
  },
  {
    source:
      'deny contains msg if { some i, x in input.a; x > 1; msg := sprintf("%d: %d", [i, x]) }',
    query: 'data.test.deny = x',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":["1: 2","2: 3"]}]',
  },
  {
    source: 'import rego.v1\nallow if not deny\ndeny if input.u.name == "eve"',
    query: 'data.test.allow = x',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":true}]',
  },
  {
    source:
      'users[name] := roles if { some role, perms in data.roles; name := role; roles := {p | some p in perms} }',
    query: 'data.test.users = x',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":{"admin":["read","write"],"dev":["read"]}}]',
  },
  {
    source: 'count_by[r] := n if { some r; data.roles[r]; n := count(data.roles[r]) }',
    query: 'data.test.count_by = x',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":{"admin":2,"dev":1}}]',
  },
  {
    source: 'p := x if { x := {k: v | some k, v in input.o; v.y > 1} }',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":{"z":{"y":2}}}]',
  },
  {
    source: 'p := {x.y | some x in input.o} & {1, 5}',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":[1]}]',
  },
  {
    source: 'p := object.union(input.o, {"x": 5}).x',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":5}]',
  },
  { source: 'p := [y | some x in [[1,2],[3]]; some y in x]', gives: '[{"x":[1,2,3]}]' },
  { source: 'p if { x := 3; x in {1,2,3}; not 4 in {1,2,3} }', gives: '[{"x":true}]' },
  { source: 'p if { "a", 1 in {"a": 1} }', gives: '[{"x":true}]' },
  {
    source: 'p := [k | some k in object.keys(input.o)]',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":["x","z"]}]',
  },
  {
    source: 'p := x if { some x; x = input.a[_]; x > 2 }',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":3}]',
  },
  { source: 'a := {"b": {"c": 1}}\np := a.b.c + a["b"]["c"]', gives: '[{"x":2}]' },
  {
    source: 'p := x if x := data.test.q.r[1].s\nq.r := [0, {"s": "deep"}]',
    gives: '[{"x":"deep"}]',
  },
  { source: 'q[x].y := x if some x in [1,2]\np := [z | z := q[_].y]', gives: '[{"x":[1,2]}]' },
  {
    source:
      'q contains x if some x in [1,2]\np := [z | z := q[_]]\nr := count(q)\ns if q[1]\nt if not q[3]',
    query: 'data.test = x',
    gives: '[{"x":{"p":[1,2],"q":[1,2],"r":2,"s":true,"t":true}}]',
  },
  {
    source: 'p := v if { v := [x | x := input.a[i]; i > 0] }',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":[2,3]}]',
  },
  {
    source:
      'f(x) := "neg" if x < 0\nf(x) := "zero" if x == 0\nf(x) := "pos" if x > 0\np := [f(-1), f(0), f(1)]',
    gives: '[{"x":["neg","zero","pos"]}]',
  },
  { source: 'f(x) := y if { y := {"a": x} } else := {}\np := f(1).a', gives: '[{"x":1}]' },
  {
    source: 'f(x) if x > 1\np := [x | x := input.a[_]; f(x)]\nq := [x | x := input.a[_]; not f(x)]',
    query: 'data.test = x',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":{"p":[2,3],"q":[1]}}]',
  },
  {
    source: 'f(x) := [x, input.s]\np := y if y := f(1) with input.s as "new"',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":[1,"new"]}]',
  },
  {
    source: 'p := y if { y := [a | a := q with input.a as [9]] }\nq := input.a[0]',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":[9]}]',
  },
  {
    source: 'p := [x, y] if { some x in [1,2]; y := q with input.s as x; x == 2 }\nq := input.s',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":[2,2]}]',
  },
  {
    source: 'p contains y if { some x in [1,2]; y := q with input.s as x }\nq := input.s',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":[1,2]}]',
  },
  {
    source:
      'p contains [x, y] if { some x in [1,2]; q[y] with input.s as x }\nq contains input.s\nq contains 7',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":[[1,1],[1,7],[2,2],[2,7]]}]',
  },
  {
    source:
      'p if { every x in input.a { f(x) with input.s as "k" } }\nf(x) if { x > 0; input.s == "k" }',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":true}]',
  },
  {
    source: 'p := y if { y := data.test.q with data.test as {"q": 5} }\nq := 1',
    gives: '[{"x":5}]',
  },
  {
    source: 'p := y if { y := data.o.x with data.o as {"x": data.o.z} }',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":{"y":2}}]',
  },
  {
    source:
      'p := y if { y := f([1,2]) with count as 9 with sum as data.test.g }\nf(x) := count(x) + sum(x)\ng(_) := 100',
    gives: '[{"x":109}]',
  },
  {
    source: 'f(_) := 1\np := [a, b] if { a := f(0) with f as 2; b := f(0) }',
    gives: '[{"x":[2,1]}]',
  },
  {
    source:
      'p := x if { x := count(input.a) with count as data.test.mock }\nmock(a) := count(a) * 10',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":30}]',
  },
  {
    source:
      'p := x if { x := data.test.lib.f(1) with data.test.lib.f as data.test.g }\nlib.f(x) := x\ng(x) := x * 2',
    gives: '[{"x":2}]',
  },
  {
    source: 'p := time.now_ns() if true\nq := x if { x := p with time.now_ns as 42 }',
    query: 'data.test.q = x',
    gives: '[{"x":42}]',
  },
  { source: 'p := x if { [x, _] := split("a,b", ",") }', gives: '[{"x":"a"}]' },
  { source: 'p := x if { [x, y] := split("a,b,c", ",") }', gives: 'undefined' },
  {
    source: 'p := $"hi {input.u.name} {count(input.a)} {input.none}"',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":"hi bob 3 <undefined>"}]',
  },
  { source: 'p := x if { x := 1; x == 1; {"a": x} == {"a": 1}; [x] == [1] }', gives: '[{"x":1}]' },
  {
    source: 'p := [i | input.a[i] == input.a[j]; i != j]',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":[]}]',
  },
  {
    source: 'p := [x | x := data.o[k].y; k != "x"]',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":[2]}]',
  },
  {
    source: 'p := {x: y | some x; y := input.o[x].y}',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":{"x":1,"z":2}}]',
  },
  {
    source: 'p := {x: y | y := input.o[x].y}',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":{"x":1,"z":2}}]',
  },
  {
    source: 'p := data.roles[input.u.roles[_]]',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: 'eval_conflict_error',
  },
  {
    source: 'p contains data.roles[input.u.roles[_]][_]',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":["read","write"]}]',
  },
  {
    source: 'import future.keywords.not\np := [x | x := input.a[_]; not x > 1]',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":[1]}]',
  },
  {
    source: 'import future.keywords.not\np if not { some x in input.a; x > 5 }',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":true}]',
  },
  {
    source: 'import future.keywords.not\np if { y := 5; not { some x in input.a; x > y } }',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":true}]',
  },
  {
    source: 'p := 1 if { 1 }\nq := 2 if { false }\nr := 3 if { null }\ns := 4 if { "" }',
    query: 'data.test = x',
    gives: '[{"x":{"p":1,"r":3,"s":4}}]',
  },
  {
    source: 'p := -1 - -2\nq := 7 % 3\nr := 2 * 3 + 4 / 2\ns := (1 + 2) * 3',
    query: 'data.test = x',
    gives: '[{"x":{"p":1,"q":1,"r":8,"s":9}}]',
  },
  { source: 'p := x if { x := {"a": [1, {"b": [2]}]}.a[1].b[0] }', gives: '[{"x":2}]' },
  { source: 'p := [x | x := {1,2,3}[_]]', gives: '[{"x":[1,2,3]}]' },
  { source: 'p := {1,2,3}[2]', gives: '[{"x":2}]' },
  { source: 'p if { {"a": 1}["a"] == 1 }', gives: '[{"x":true}]' },
  {
    source: 'p := [x | {"k": x} := {"k": input.a[_]}]',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":[1,2,3]}]',
  },
  {
    source: 'p := [x | [_, [x, _]] := [0, [input.s, 1]]]',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":["str"]}]',
  },
  { source: 'obj := {"foo": 1}\np := obj[key] if key := "foo"', gives: '[{"x":1}]' },
  {
    source: 'p := sum([x | x := input.a[_]]) / count(input.a)',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":2}]',
  },
  {
    source: 'p := x if { x := data.nope.y }',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: 'undefined',
  },
  {
    source: 'p := 1 if { not data.nope.y }',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":1}]',
  },
  {
    source: 'p if { walk(input, [["o", k, "y"], 2]); k == "z" }',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":true}]',
  },
  {
    source: 'p := [path | walk(input.o, [path, 2])]',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":[["z","y"]]}]',
  },
  {
    source: 'p := {k | walk(input, [p1, _]); k := p1[count(p1) - 1]; is_string(k)}',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":["a","name","o","roles","s","u","x","y","z"]}]',
  },
  { source: 'f(x) := y if { y := x.a.b }\np := f({"a": {"b": 3}})', gives: '[{"x":3}]' },
  {
    source: 'a contains 1\na contains 2\nb := a - {1}\nc := a | {5}\nd if a == {1,2}',
    query: 'data.test = x',
    gives: '[{"x":{"a":[1,2],"b":[2],"c":[1,2,5],"d":true}}]',
  },
  { source: 'p := x if { y := [1,2,3]; x := y[minus(count(y), 1)] }', gives: '[{"x":3}]' },
  {
    source: 'p := x if x := input["a"][0]',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":1}]',
  },
  {
    source: 'p := [x, y] if { x := input.a[i]; y := input.a[i + 1] }\n',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: 'eval_conflict_error',
  },
  {
    source: 'p contains [x, y] if { x := input.a[i]; y := input.a[i + 1] }\n',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":[[1,2],[2,3]]}]',
  },
  { source: 'p if data.test.q.r.s\nq.r contains "s"', gives: '[{"x":true}]' },
  { source: 'p := r.x\nr[x] := 1 if some x in ["x","y"]', gives: '[{"x":1}]' },
  { source: 'p := r[z]\nr[x] := 1 if some x in ["x"]\n', gives: '[{"x":1}]' },
  {
    source: 'p contains [x, n] if { input.o[x] = _; input.u[y] = count(input.u[y]); n := 1 }',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":[]}]',
  },
  {
    source: 'p := [x, n] if { {"k": input.u[x]} = {"k": [n, _]} }',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":["roles","admin"]}]',
  },
  {
    source: 'p := x if input.o[x][y] = object.get({"x": 1}, x, 0)',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":"x"}]',
  },
  {
    source: 'p := [i, input.a[i]] if { i > 1 }',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":[2,3]}]',
  },
  {
    source: 'p contains [i, input.a[i]]',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":[[0,1],[1,2],[2,3]]}]',
  },
  {
    source: 'p contains x if { every e in x[q[x]] { e } }\nq := {["k"]}',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":[]}]',
  },
  {
    source: 'p if data.a[7]\nq if not data.a[7]\nr if { x = data.a[7]; not x == 1 }',
    query: 'data.test = x',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":{"q":true}}]',
  },
  {
    source: 'p := [x | some x in input.a; x == data.a[1]]',
    input: {
      a: [1, 2, 3],
      s: 'str',
      o: { x: { y: 1 }, z: { y: 2 } },
      u: { roles: ['admin', 'dev'], name: 'bob' },
    },
    data: {
      a: [1, 2, 3],
      o: { x: { y: 1 }, z: { y: 2 } },
      roles: { admin: ['read', 'write'], dev: ['read'] },
    },
    gives: '[{"x":[2]}]',
  },
  { source: 'p := data.lib', data: { lib: { a: 1 } }, gives: '[{"x":{"a":1}}]' },
  {
    source: ['p := data.lib', 'package lib\nb := 2'],
    data: { lib: { a: 1 } },
    gives: '[{"x":{"a":1,"b":2}}]',
  },
  { source: 'x[y] := z if { some y, z in {"a": 1} }\np := x.a', gives: '[{"x":1}]' },
];
