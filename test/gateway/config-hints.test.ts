import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defaultConfig, parseConfig } from '../../src/gateway/config.ts';
import { egressHint, explainDefault } from '../../src/gateway/config-hints.ts';
import { callOf, messageOf, requestTo } from '../support/policy-documents.ts';

function parse(text: string) {
  return parseConfig({ name: 'tameflare.yaml', text }, '/project', '/project/tameflare.yaml');
}

const listed = parse(
  'version: 1\negress:\n  allow:\n    - a.com\nrules:\n  - { effect: deny }\nservers:\n  - { name: github, url: "https://api.example.com/mcp" }\n',
);
const bare = parse('version: 1\n');

describe('hints', () => {
  it('a host, beside those that are listed', () => {
    assert.equal(
      egressHint(listed, 'files.example.com'),
      'to allow it, add `- files.example.com` under `egress.allow` in tameflare.yaml:3',
    );
  });

  it('a host, where none is listed', () => {
    assert.equal(
      egressHint(bare, '::1'),
      'to allow it, add `egress: { allow: ["::1"] }` in tameflare.yaml',
    );
    assert.equal(
      egressHint(defaultConfig('/'), 'a.com'),
      'to allow it, add `egress: { allow: [a.com] }` in a tameflare.yaml',
    );
  });

  it('a server that nobody declared', () => {
    assert.match(
      explainDefault(bare)(callOf()),
      /^`https:\/\/api\.example\.com` is no declared server; to declare it, add `- \{ name: api\.example\.com, url: "https:\/\/api\.example\.com\/mcp" \}` under `servers`: in tameflare\.yaml$/,
    );
  });

  const explain = explainDefault(listed);
  it('a tool', () => {
    assert.equal(
      explain(callOf({ name: 'odd name' })),
      'no rule or policy allows tool `odd name` on `github`; ' +
        'to allow it, add `- { server: github, tool: "odd name", effect: allow }` under `rules` in tameflare.yaml:5',
    );
  });

  it('another message', () => {
    assert.match(
      explain(messageOf('resources/read')),
      /allows `mcp\.resources\.read` on `github`; .* `- \{ server: github, action: mcp\.resources\.read, effect: allow \}`/,
    );
  });

  it('a request', () => {
    assert.match(
      explain(requestTo('b.com')),
      /^host `b\.com` is not in `egress\.allow`; to allow it/,
    );
  });
});
