import { builtinTable } from '../support/builtin-table.ts';

builtinTable([
  [
    'strings.render_template("{{if .a}}", {})',
    'eval_builtin_error: strings.render_template: template: unexpected EOF',
  ],
  [
    'strings.render_template("{{end}}", {})',
    'eval_builtin_error: strings.render_template: template: unexpected {{end}}',
  ],
  [
    'strings.render_template("{{", {})',
    'eval_builtin_error: strings.render_template: template: unclosed action',
  ],
  [
    'strings.render_template("{{.a | }}", {})',
    'eval_builtin_error: strings.render_template: template: missing value for command',
  ],
  [
    'strings.render_template("{{(.a}}", {})',
    'eval_builtin_error: strings.render_template: template: unclosed left paren',
  ],
  [
    'strings.render_template("{{.a ~}}", {})',
    'eval_builtin_error: strings.render_template: template: unexpected "~" in command',
  ],
  [
    'strings.render_template("{{}}", {})',
    'eval_builtin_error: strings.render_template: template: missing value for command',
  ],
  ['strings.render_template("{{print `r` true nil 1.5 -2}}", {})', '"rtrue <nil> 1.5 -2"'],
  [
    'strings.render_template("{{if .a}}1{{else}}2{{else}}3{{end}}", {})',
    'eval_builtin_error: strings.render_template: template: expected end',
  ],
  ['strings.render_template("{{ -3 }}|{{- 4 -}} |", {})', '"-3|4|"'],
]);
