import fc from 'fast-check';
import { anyString, anyValue } from './arbitrary.ts';
import { agree } from './differential.ts';
import { notation, table } from './harness.ts';

agree(['json.marshal', 'json.is_valid']);
agree(['json.is_valid', 'json.unmarshal'], fc.tuple(anyValue.map(notation).filter(isJson)));
agree(['json.is_valid'], fc.tuple(fc.tuple(anyValue, anyString).map(([a, b]) => notation(a) + b)));

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

table([
  [
    'json.marshal',
    ['{10:{"<&>"},"9":1,[1]:2}'],
    '"{\\"10\\":[\\"\\\\u003c\\\\u0026\\\\u003e\\"],\\"9\\":1,\\"[1]\\":2}"',
  ],
  ['json.unmarshal', ['"[1.50,\\"\\\\u00e9\\"]"'], '[1.50,"é"]'],
  [
    'json.unmarshal',
    ['"{"'],
    'ERROR eval_builtin_error: json.unmarshal: the text is not valid JSON',
  ],
  ['json.is_valid', ['1'], 'false'],
]);
