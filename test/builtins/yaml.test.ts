import { builtinTable } from '../support/builtin-table.ts';

builtinTable([
  [
    String.raw`yaml.unmarshal("a: [1, 2.5, yes, null]\nb: &x {c: 010}\nd: *x\n1: k")`,
    '{"1": "k", "a": [1, 2.5, true, null], "b": {"c": 8}, "d": {"c": 8}}',
  ],
  ['yaml.unmarshal("2001-12-14")', '"2001-12-14"'],
  ['yaml.unmarshal("1:30")', '"1:30"'],
  [
    'yaml.unmarshal("a: {")',
    'eval_builtin_error: yaml.unmarshal: yaml: Flow map in block collection must be sufficiently indented and end with a } at line 1, column 5:',
  ],
  ['yaml.unmarshal("")', 'null'],
  [String.raw`yaml.unmarshal("a\n---\nb")`, '"a"'],
  ['yaml.unmarshal("9007199254740993")', '9007199254740993'],
  [String.raw`yaml.is_valid("foo:\n- bar")`, 'true'],
  ['yaml.is_valid("a: {")', 'false'],
  ['yaml.is_valid(1)', 'false'],
  ['yaml.marshal({"b": [1, {"c": {"x"}}], "a": {}})', String.raw`"a: {}\nb:\n- 1\n- c:\n  - x\n"`],
  [
    'yaml.marshal(["", "12", "yes", "2001-12-14"])',
    String.raw`"- \"\"\n- \"12\"\n- \"yes\"\n- \"2001-12-14\"\n"`,
  ],
  [
    'yaml.marshal(["x: y", " x", "# x", "it\'s"])',
    String.raw`"- 'x: y'\n- ' x'\n- '# x'\n- it's\n"`,
  ],
  [String.raw`yaml.marshal({"m": "a\nb\n"})`, String.raw`"m: |\n  a\n  b\n"`],
  [
    'yaml.marshal({"10": 12345678901234567890, "9": {2.5}, 1: null})',
    String.raw`"\"1\": null\n\"10\": 12345678901234567890\n\"9\":\n- 2.5\n"`,
  ],
  ['yaml.unmarshal(1)', 'eval_type_error: yaml.unmarshal: operand 1 must be string but got number'],
]);
