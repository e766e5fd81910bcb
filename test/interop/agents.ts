/**
 * Real agents under `tf run`, with a scripted model: what counts is the tool message that the model is given, and what
 * tools it is offered.
 */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type McpTestServer, startMcpServer } from '../support/mcp-server.ts';
import { type Governed, governed } from './governed.ts';
import { type ModelServer, startModelServer } from './model-server.ts';
import { nodeOf, packages } from './packages.ts';
import { check, type Part } from './part.ts';

interface Scenario {
  readonly name: string;
  readonly tool: string;
  readonly args: object;
  readonly approve?: boolean;
  /** What the model must be told. */
  readonly told: RegExp;
  readonly ran: number;
}

const SCENARIOS: readonly Scenario[] = [
  { name: 'allow', tool: 'get_thing', args: {}, told: /get_thing ran/, ran: 1 },
  {
    name: 'deny',
    tool: 'write_thing',
    args: { colour: 'red' },
    told: /write_thing. was denied by an access rule: not that colour[\s\S]*did not run[\s\S]*Reference: /,
    ran: 0,
  },
  {
    name: 'hold, approved',
    tool: 'ask_first',
    args: {},
    approve: true,
    told: /ask_first ran/,
    ran: 1,
  },
  {
    name: 'hold, pending',
    tool: 'ask_first',
    args: {},
    told: /is pending[\s\S]*did not run[\s\S]*[Rr]epeat the identical call/,
    ran: 0,
  },
];

const HIDDEN = 'delete_thing';

/** What an agent is started with. */
interface Setting {
  readonly home: string;
  readonly mcp: string;
  readonly model: string;
}

interface Started {
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

interface Agent {
  readonly name: string;
  start(setting: Setting): Promise<Started>;
  /** How the model names a tool, where it is not the offered name's end. */
  readonly call?: (tool: string, args: object) => { readonly tool: string; readonly args: object };
}

function write(folder: string, name: string, text: string): void {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), text);
}

const OPENAI_AGENTS = `
import { Agent, MCPServerStreamableHttp, OpenAIProvider, Runner, setTracingDisabled } from '@openai/agents';
setTracingDisabled(true);
const [url, baseURL] = process.argv.slice(2);
const server = new MCPServerStreamableHttp({ url, name: 'things' });
await server.connect();
const modelProvider = new OpenAIProvider({ apiKey: 'x', baseURL, useResponses: false });
const agent = new Agent({ name: 'interop', model: 'm', mcpServers: [server] });
await new Runner({ modelProvider }).run(agent, 'do it');
await server.close();
process.exit(0);
`;

const AGENTS: readonly Agent[] = [
  {
    name: 'OpenAI Agents JS',
    async start({ mcp, model }) {
      const folder = await packages('openai-agents');
      writeFileSync(join(folder, 'agent.mjs'), OPENAI_AGENTS);
      return { command: [await nodeOf(22), join(folder, 'agent.mjs'), mcp, `${model}/v1`] };
    },
  },
  {
    name: 'Codex',
    async start({ home, mcp, model }) {
      const folder = await packages('codex');
      write(
        home,
        'config.toml',
        `model = "m"
model_provider = "scripted"
approval_policy = "never"
sandbox_mode = "danger-full-access"
check_for_update_on_startup = false
[analytics]
enabled = false
[model_providers.scripted]
name = "scripted"
base_url = "${model}/v1"
env_key = "SCRIPTED_KEY"
wire_api = "responses"
[mcp_servers.things]
url = "${mcp}"
`,
      );
      const script = join(folder, 'node_modules/@openai/codex/bin/codex.js');
      return {
        command: [process.execPath, script, 'exec', '--skip-git-repo-check', 'do it'],
        env: { CODEX_HOME: home, SCRIPTED_KEY: 'x' },
      };
    },
  },
  {
    name: 'opencode',
    async start({ home, mcp, model }) {
      const folder = await packages('opencode');
      const provider = {
        npm: '@ai-sdk/openai-compatible',
        name: 'scripted',
        options: { baseURL: `${model}/v1`, apiKey: 'x' },
        models: { m: { name: 'm' } },
      };
      const settings = {
        autoupdate: false,
        share: 'disabled',
        model: 'scripted/m',
        small_model: 'scripted/m',
        provider: { scripted: provider },
        mcp: { things: { type: 'remote', url: mcp, enabled: true } },
      };
      write(home, 'opencode.json', JSON.stringify(settings));
      return {
        command: [join(folder, 'node_modules/opencode-linux-x64/bin/opencode'), 'run', 'do it'],
        env: {
          HOME: home,
          OPENCODE_CONFIG: join(home, 'opencode.json'),
          OPENCODE_DISABLE_AUTOUPDATE: '1',
          OPENCODE_DISABLE_MODELS_FETCH: '1',
          OPENCODE_DISABLE_DEFAULT_PLUGINS: '1',
          OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
        },
      };
    },
  },
  {
    name: 'Qwen Code',
    call: (tool, args) => ({
      tool: 'tool_call',
      args: { name: `mcp__things__${tool}`, arguments: args },
    }),
    async start({ home, mcp, model }) {
      const folder = await packages('qwen-code');
      const settings = {
        mcpServers: { things: { httpUrl: mcp, trust: true } },
        security: { auth: { selectedType: 'openai' } },
        telemetry: { enabled: false },
        privacy: { usageStatisticsEnabled: false },
        $version: 4,
      };
      write(home, '.qwen/settings.json', JSON.stringify(settings));
      const script = join(folder, 'node_modules/@qwen-code/qwen-code/cli.js');
      return {
        command: [await nodeOf(22), script, '-p', 'do it', '--approval-mode', 'yolo'],
        env: { HOME: home, OPENAI_API_KEY: 'x', OPENAI_BASE_URL: `${model}/v1`, OPENAI_MODEL: 'm' },
      };
    },
  },
];

function configFor({ url }: McpTestServer, model: ModelServer, approve: boolean): string {
  const wait = approve ? '40s' : '2s';
  return `version: 1
servers:
  - { name: things, url: "${url}" }
rules:
  - { action: "mcp.*.list", effect: allow }
  - { tool: get_thing, effect: allow }
  - { tool: write_thing, effect: allow }
  - { tool: write_thing, when: 'has(args.colour) && args.colour == "red"', effect: deny, reason: not that colour }
  - { tool: ask_first, effect: require_approval }
approvals: { wait: ${wait}, waitWithProgress: ${wait} }
egress: { allow: ["${new URL(model.origin).host}"] }
`;
}

function judge(
  { tool, told, ran }: Scenario,
  server: McpTestServer,
  model: ModelServer,
  ended: Governed,
): void {
  const message = model.toolMessages.join('\n');
  const said = `${message}\n${ended.out.slice(-600)}\n${ended.err.slice(-600)}`;
  if (!told.test(message.replaceAll('\\n', '\n'))) throw new Error(`the model was told: ${said}`);
  if ((server.ran.get(tool)?.count ?? 0) !== ran) throw new Error(`\`${tool}\` ran otherwise`);
  if (model.requests.some(request => request.includes(HIDDEN)))
    throw new Error(`\`${HIDDEN}\` was offered to the model`);
}

async function play(agent: Agent, scenario: Scenario): Promise<void> {
  const { tool, args } = agent.call?.(scenario.tool, scenario.args) ?? scenario;
  const model = await startModelServer({ tool, args });
  const server = await startMcpServer();
  try {
    const home = mkdtempSync(join(tmpdir(), 'tf-agent-'));
    const { command, env = {} } = await agent.start({ home, mcp: server.url, model: model.origin });
    const ended = await governed(command, {
      config: configFor(server, model, scenario.approve === true),
      env,
      cwd: home,
      approve: scenario.approve === true,
      timeoutMs: 90_000,
    });
    judge(scenario, server, model, ended);
  } finally {
    model.close();
    await server.close();
  }
}

export const agents: Part = {
  name: 'agents',
  async run(tell) {
    for (const agent of AGENTS)
      for (const scenario of SCENARIOS)
        tell(await check(`${agent.name}, ${scenario.name}`, () => play(agent, scenario)));
  },
};
