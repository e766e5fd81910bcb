import { builtinTable } from '../support/builtin-table.ts';

builtinTable([
  [
    'uri.parse("https://example.com:8080/a%2Fb?q=1#top")',
    '{"fragment": "top", "hostname": "example.com", "path": "/a/b", "port": "8080", "raw_path": "/a%2Fb", "raw_query": "q=1", "scheme": "https"}',
  ],
  [
    'uri.parse("http://u:p@[::1]:80/")',
    '{"hostname": "::1", "path": "/", "port": "80", "raw_path": "/", "scheme": "http"}',
  ],
  ['uri.parse("mailto:a@b")', '{"scheme": "mailto"}'],
  ['uri.parse("/rel path?x")', '{"path": "/rel path", "raw_path": "/rel path", "raw_query": "x"}'],
  [
    'uri.parse("http://[invalid")',
    `eval_builtin_error: uri.parse: parse "http://[invalid": missing ']' in host`,
  ],
  [
    'uri.parse("http://a:b/")',
    'eval_builtin_error: uri.parse: parse "http://a:b/": invalid port ":b" after host',
  ],
  [
    'uri.parse("1http://a")',
    'eval_builtin_error: uri.parse: parse "1http://a": first path segment in URL cannot contain colon',
  ],
  ['uri.parse("http://a/%zz")', 'eval_builtin_error: uri.parse: invalid URL escape "%zz"'],
  [
    String.raw`uri.parse("http://a/\u0001")`,
    String.raw`eval_builtin_error: uri.parse: parse "http://a/\u0001": invalid control character in URL`,
  ],
  ['uri.is_valid("https://example.com")', 'true'],
  ['uri.is_valid("")', 'false'],
  ['uri.is_valid(1)', 'false'],
  ['uri.is_valid("http://a b/")', 'false'],
]);
