import { builtinTable } from '../support/builtin-table.ts';

builtinTable([
  ['uuid.parse("00000000-0000-4000-8000-000000000000")', '{"variant": "RFC4122", "version": 4}'],
  [
    'uuid.parse("{000003e8-48b9-21ee-b200-325096b39f47}")',
    '{"clocksequence": 12800, "domain": "Person", "id": 1000, "macvariables": "local:unicast", "nodeid": "32-50-96-b3-9f-47", "time": 1693566990121469600, "variant": "RFC4122", "version": 2}',
  ],
  [
    'uuid.parse("urn:uuid:38074da4-0b00-388d-9c3c-362de965547a")',
    '{"variant": "RFC4122", "version": 3}',
  ],
  ['uuid.parse("380 74da4")', 'undefined'],
  ['uuid.parse(1)', 'eval_type_error: uuid.parse: operand 1 must be string but got number'],
  ['uuid.rfc4122("k")', '"001599e4-f730-4365-83be-168f95cf9782"'],
]);
