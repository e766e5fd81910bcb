/**
 * A model that does as it is told, behind the two interfaces that agents speak (chat completions, responses): its first
 * turn calls one tool, its second says what came back.
 */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import zlib from 'node:zlib';

export interface ModelServer {
  readonly origin: string;
  /** Everything that agents sent to it. */
  readonly requests: string[];
  /** What it was told of its tool calls. */
  readonly toolMessages: string[];
  close(): void;
}

export interface ModelScript {
  /** The tool to call: the offered one whose name ends so. */
  readonly tool: string;
  readonly args: object;
}

interface Offered {
  readonly name: string;
  readonly namespace?: string;
}

type Item = Readonly<Record<string, unknown>>;

interface Asked {
  readonly stream?: boolean;
  readonly messages?: readonly (Item & { role: string; content?: unknown })[];
  readonly input?: readonly (Item & { type: string; output?: unknown })[];
  readonly tools?: readonly (Item & {
    name?: string;
    function?: { name: string };
    tools?: Offered[];
  })[];
}

function offered({ tools = [] }: Asked): Offered[] {
  return tools.flatMap(tool => {
    const inner = tool.tools?.map(({ name }) => ({ name, namespace: tool.name ?? '' }));
    return inner ?? [{ name: tool.function?.name ?? tool.name ?? '' }];
  });
}

function toolTexts({ messages = [], input = [] }: Asked): string[] {
  return [
    ...messages.filter(({ role }) => role === 'tool').map(({ content }) => content),
    ...input.filter(({ type }) => type === 'function_call_output').map(({ output }) => output),
  ].map(content => (typeof content === 'string' ? content : JSON.stringify(content)));
}

const USAGE = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };

function chatChoice(call: Offered | undefined, args: object) {
  if (call === undefined)
    return { message: { role: 'assistant', content: 'done' }, reason: 'stop' };
  const asked = { name: call.name, arguments: JSON.stringify(args) };
  const tool_calls = [{ index: 0, id: 'call-1', type: 'function', function: asked }];
  return { message: { role: 'assistant', content: null, tool_calls }, reason: 'tool_calls' };
}

function answerChat(
  response: http.ServerResponse,
  stream: boolean,
  call: Offered | undefined,
  args: object,
) {
  const { message, reason } = chatChoice(call, args);
  const head = { id: 'c1', created: 1, model: 'm' };
  if (!stream) {
    const choices = [{ index: 0, message, finish_reason: reason }];
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ...head, object: 'chat.completion', choices, usage: USAGE }));
    return;
  }
  response.setHeader('content-type', 'text/event-stream');
  const send = (choices: object[], more: object = {}) =>
    response.write(
      `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', choices, ...more })}\n\n`,
    );
  send([{ index: 0, delta: message, finish_reason: null }]);
  send([{ index: 0, delta: {}, finish_reason: reason }]);
  send([], { usage: USAGE });
  response.end('data: [DONE]\n\n');
}

function answerResponses(response: http.ServerResponse, call: Offered | undefined, args: object) {
  response.setHeader('content-type', 'text/event-stream');
  const send = (type: string, value: object) =>
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...value })}\n\n`);
  const said = {
    type: 'message',
    id: 'm1',
    role: 'assistant',
    content: [{ type: 'output_text', text: 'done' }],
  };
  const item =
    call === undefined
      ? said
      : {
          type: 'function_call',
          id: 'f1',
          call_id: 'call-1',
          ...call,
          arguments: JSON.stringify(args),
        };
  const usage = {
    input_tokens: 1,
    input_tokens_details: null,
    output_tokens: 1,
    output_tokens_details: null,
    total_tokens: 2,
  };
  send('response.created', { response: { id: 'r1' } });
  send('response.output_item.done', { output_index: 0, item });
  send('response.completed', { response: { id: 'r1', usage } });
  response.end();
}

async function bodyOf(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  return (request.headers['content-encoding'] === 'gzip' ? zlib.gunzipSync(body) : body).toString();
}

export async function startModelServer({ tool, args }: ModelScript): Promise<ModelServer> {
  const requests: string[] = [];
  const toolMessages: string[] = [];
  const server = http.createServer(async (request, response) => {
    const text = await bodyOf(request);
    const path = request.url ?? '';
    if (request.method !== 'POST' || !/(completions|responses)$/.test(path)) {
      response.setHeader('content-type', 'application/json');
      return void response.end(
        '{"object":"list","data":[{"id":"m","object":"model"}],"models":[]}',
      );
    }
    requests.push(text);
    const asked = JSON.parse(text) as Asked;
    const told = toolTexts(asked);
    if (told.length > 0) toolMessages.splice(0, toolMessages.length, ...told);
    const wanted =
      told.length > 0 ? undefined : offered(asked).find(({ name }) => name.endsWith(tool));
    if (path.endsWith('responses')) answerResponses(response, wanted, args);
    else answerChat(response, asked.stream === true, wanted, args);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    toolMessages,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
