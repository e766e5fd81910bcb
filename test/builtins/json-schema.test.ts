import { builtinTable } from '../support/builtin-table.ts';

builtinTable([
  [
    'json.match_schema({"id": 5}, {"properties": {"id": {"type": "integer"}}, "required": ["id"]})',
    '[true, []]',
  ],
  [
    String.raw`json.match_schema("{\"id\": \"x\"}", {"properties": {"id": {"type": ["integer", "null"]}}})`,
    '[false, [{"desc": "Invalid type. Expected: [integer,null], given: string", "error": "id: Invalid type. Expected: [integer,null], given: string", "field": "id", "type": "invalid_type"}]]',
  ],
  [
    'json.match_schema({}, {"required": ["id"]})',
    '[false, [{"desc": "id is required", "error": "(root): id is required", "field": "(root)", "type": "required"}]]',
  ],
  [
    'json.match_schema({"a": 1, "b": 2}, {"properties": {"a": {"maximum": 0}}, "additionalProperties": false})',
    '[false, [{"desc": "Additional property b is not allowed", "error": "(root): Additional property b is not allowed", "field": "(root)", "type": "additional_property_not_allowed"}, {"desc": "Must be less than or equal to 0", "error": "a: Must be less than or equal to 0", "field": "a", "type": "number_lte"}]]',
  ],
  [
    'json.match_schema({"s": "aaa", "l": [1, 1]}, {"properties": {"s": {"pattern": "^b+$", "maxLength": 2}, "l": {"uniqueItems": true}}})',
    `[false, [{"desc": "array items[0,1] must be unique", "error": "l: array items[0,1] must be unique", "field": "l", "type": "unique"}, {"desc": "String length must be less than or equal to 2", "error": "s: String length must be less than or equal to 2", "field": "s", "type": "string_lte"}, {"desc": "Does not match pattern '^b+$'", "error": "s: Does not match pattern '^b+$'", "field": "s", "type": "pattern"}]]`,
  ],
  [
    'json.match_schema({"a": {"b~c": 1}}, {"properties": {"a": {"properties": {"b~c": {"enum": ["x", 2]}}}}})',
    String.raw`[false, [{"desc": "a.b~c must be one of the following: \"x\", 2", "error": "a.b~c: a.b~c must be one of the following: \"x\", 2", "field": "a.b~c", "type": "enum"}]]`,
  ],
  ['json.match_schema("{", {})', 'eval_builtin_error: json.match_schema: invalid JSON string'],
  [
    'json.match_schema({}, {"type": "nope"})',
    'eval_builtin_error: json.match_schema: has a primitive type that is NOT VALID -- given: /nope/ Expected valid values are:[array boolean integer number null object string]',
  ],
  [
    'json.match_schema({}, {"$ref": "http://example.com/s"})',
    "eval_builtin_error: json.match_schema: can't resolve reference http://example.com/s from id #",
  ],
  ['json.verify_schema({"type": "boolean"})', '[true, null]'],
  [
    String.raw`json.verify_schema("{\"type\": \"unknown_type\"}")`,
    '[false, "jsonschema: has a primitive type that is NOT VALID -- given: /unknown_type/ Expected valid values are:[array boolean integer number null object string]"]',
  ],
  [
    'json.verify_schema({"properties": {"a": {"pattern": "("}}})',
    '[false, "jsonschema: error parsing regexp: missing closing ): `(`"]',
  ],
  ['json.verify_schema(1)', '[false, "jsonschema: wrong type, expected string or object"]'],
]);
