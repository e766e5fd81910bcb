/** The gateway as `tf run` starts it: two servers, one access rule, the 22 rules of Rego, audit on disk. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Gateway, startGateway } from '../../src/gateway/gateway.ts';
import { stateFolder } from '../../src/gateway/state-folder.ts';
import { POLICY_FOLDER } from '../decision/policies.ts';
import { servePeer } from './peer.ts';
import { HOST, PATH, type ProxyPlace, STREAM_PATH, type UpstreamPlace } from './traffic.ts';

const folder = mkdtempSync(join(tmpdir(), 'tf-bench-'));
let gateway: Gateway | undefined;

function configuration({ ports }: UpstreamPlace): string {
  return `version: 1
agent: { name: bench, labels: { team: platform, env: dev } }
servers:
  - { name: github, url: "http://${HOST}:${ports.http}${PATH}" }
  - { name: ledger, url: "https://${HOST}:${ports.https}${PATH}" }
  - { name: streams, url: "http://${HOST}:${ports.http}${STREAM_PATH}" }
rules:
  - { action: mcp.tools.list, effect: allow }
  - { tool: "create_*", effect: allow }
  - { server: streams, tool: "drop_*", effect: deny }
  - { server: streams, tool: "stream_*", effect: allow }
  - { server: streams, tool: "hold_*", effect: require_approval }
policies:
  - ${POLICY_FOLDER}
`;
}

async function start(upstream: UpstreamPlace): Promise<ProxyPlace> {
  const configFile = join(folder, 'tameflare.yaml');
  writeFileSync(configFile, configuration(upstream));
  gateway = await startGateway({
    configFile,
    folder,
    state: stateFolder(folder, {}),
    user: 'alice',
    command: ['bench'],
    extraCa: [upstream.ca],
    warn: (message, details) => console.error(message, details ?? ''),
  });
  const { port, username, password } = new URL(gateway.proxyUrl);
  return { port: Number(port), ca: gateway.certificate, credentials: `${username}:${password}` };
}

servePeer({ start, counts: () => Object.fromEntries(gateway!.counts) }, async () => {
  await gateway?.close();
  rmSync(folder, { recursive: true, force: true });
});
