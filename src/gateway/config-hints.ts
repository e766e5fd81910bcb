/** The lines that would allow what was refused, for the person who runs the gateway. */
import { basename } from 'node:path';
import type { InputDocument, ServerInfo } from '../policy/input.ts';
import type { Config } from './config.ts';
import type { KeyPath } from './config-yaml.ts';

/** A YAML scalar: plain where that reads the same. */
function scalar(text: string): string {
  return /^[A-Za-z0-9_][A-Za-z0-9_./-]*$/.test(text) ? text : JSON.stringify(text);
}

function place(config: Config, path: KeyPath): string {
  const file = config.file === undefined ? 'a tameflare.yaml' : basename(config.file);
  const line = config.file === undefined ? undefined : config.lineOf(path);
  return line === undefined ? file : `${file}:${line}`;
}

/** What to add so that a host may be reached. */
export function egressHint(config: Config, host: string): string {
  const path = ['egress', 'allow'];
  const listed = config.file !== undefined && config.lineOf(path) !== undefined;
  const line = listed ? `- ${scalar(host)}` : `egress: { allow: [${scalar(host)}] }`;
  return `to allow it, add \`${line}\`${listed ? ' under `egress.allow`' : ''} in ${place(config, path)}`;
}

/** What to add so that a message is allowed. */
function ruleHint(config: Config, input: InputDocument): string {
  const fields = [
    ...(input.server === undefined ? [] : [`server: ${scalar(input.server.name)}`]),
    input.tool === undefined
      ? `action: ${scalar(input.action)}`
      : `tool: ${scalar(input.tool.name)}`,
    'effect: allow',
  ];
  return `to allow it, add \`- { ${fields.join(', ')} }\` under \`rules\` in ${place(config, ['rules'])}`;
}

function isUndeclared(config: Config, { name, transport }: ServerInfo): boolean {
  if (transport === 'stdio') return false;
  return config.file !== undefined && !config.servers.some(server => server.name === name);
}

/** What to add so that a server is known. */
function serverHint(config: Config, { origin, host, path }: ServerInfo): string {
  const listed = config.lineOf(['servers']) !== undefined;
  const entry = `- { name: ${scalar(host)}, url: ${scalar(origin + path)} }`;
  return `to declare it, add \`${entry}\` under \`servers\`${listed ? '' : ':'} in ${place(config, ['servers'])}`;
}

/** Why a message that nobody spoke about is refused, and what would allow it. */
export function explainDefault(config: Config): (input: InputDocument) => string {
  return input => {
    if (input.phase === 'http' || input.phase === 'connect') {
      return `host \`${input.http.host}\` is not in \`egress.allow\`; ${egressHint(config, input.http.host)}`;
    }
    if (input.server !== undefined && isUndeclared(config, input.server)) {
      return `\`${input.server.origin}\` is no declared server; ${serverHint(config, input.server)}`;
    }
    const what = input.tool === undefined ? `\`${input.action}\`` : `tool \`${input.tool.name}\``;
    const where = input.server?.name ?? input.http.host;
    return `no rule or policy allows ${what} on \`${where}\`; ${ruleHint(config, input)}`;
  };
}
