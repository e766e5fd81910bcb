import { builtinTable } from '../support/builtin-table.ts';

builtinTable([
  ['strings.render_template("{{.a}} {{.b}}", {"a": 1})', '"1 <undefined>"'],
  [
    'strings.render_template("{{range $i, $v := .l}}{{$i}}{{$v}};{{else}}none{{end}}", {"l": ["a", "b"]})',
    '"0a;1b;"',
  ],
  ['strings.render_template("{{range .l}}x{{else}}none{{end}}", {"l": []})', '"none"'],
  [
    String.raw`strings.render_template("{{if eq .a \"x\"}}1{{else if .b}}2{{else}}3{{end}}", {"a": "y", "b": true})`,
    '"2"',
  ],
  [
    String.raw`strings.render_template("{{with .m}}{{.k}}{{end}} {{.m.k | printf \"%s-%s\" \"p\"}}", {"m": {"k": "v"}})`,
    '"v p-v"',
  ],
  ['strings.render_template("a {{- /* c */ -}} b{{$x := len .l}}{{$x}}", {"l": [1, 2]})', '"ab2"'],
  [
    String.raw`strings.render_template("{{index .m \"k\" 1}} {{.m}} {{html \"<a>\"}}", {"m": {"k": [1, [2, null]]}})`,
    '"[2 <nil>] map[k:[1 [2 <nil>]]] &lt;a&gt;"',
  ],
  [
    'strings.render_template("{{and .t .f}}{{or .f .t}}{{not .t}}", {"t": true, "f": false})',
    '"falsetruefalse"',
  ],
  [
    'strings.render_template("{{ (index .l 0) }}{{range $k, $v := .m}}{{$k}}={{$v}}{{end}}", {"l": ["z"], "m": {"a": 1}})',
    '"za=1"',
  ],
  [
    'strings.render_template("{{.a.b}}", {"a": 1})',
    "eval_builtin_error: strings.render_template: template: can't evaluate field b",
  ],
  [
    'strings.render_template("{{nope .a}}", {"a": 1})',
    'eval_builtin_error: strings.render_template: template: function "nope" not defined',
  ],
  [
    'strings.render_template("{{$x}}", {})',
    'eval_builtin_error: strings.render_template: template: undefined variable "$x"',
  ],
  [
    String.raw`strings.render_template("{{define \"x\"}}{{end}}", {})`,
    'eval_builtin_error: strings.render_template: template: {{define}} is not supported',
  ],
  [
    'strings.render_template(1, {})',
    'eval_type_error: strings.render_template: operand 1 must be string but got number',
  ],
]);
