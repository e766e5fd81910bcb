/** What passes during the measurement: one kind of request, one kind of response, each with an id of its own. */

export type Scheme = 'http' | 'https';

/** Where the upstream listens, and whose certificate it has. */
export interface UpstreamPlace {
  readonly ports: Readonly<Record<Scheme, number>>;
  readonly ca: string;
}

/** Where a proxy listens; clients trust its certificate inside tunnels. */
export interface ProxyPlace {
  readonly port: number;
  readonly ca: string;
  /** `user:password`, if it asks for them. */
  readonly credentials?: string;
}

export const HOST = '127.0.0.1';
export const PATH = '/mcp';
/** Where the upstream has lists and streams. */
export const STREAM_PATH = '/streams';
export const LISTED_TOOLS = 2000;
const REQUEST_BYTES = 500;
const RESPONSE_BYTES = 300;

const FILLER = 'Please look into this and tell me what has changed since the last release. ';

/** JSON of `make(text)` with a text as long as it takes to have that many bytes. */
function padded(bytes: number, make: (text: string) => object): Buffer {
  const missing = bytes - JSON.stringify(make('')).length;
  return Buffer.from(JSON.stringify(make(FILLER.repeat(10).slice(0, missing))));
}

/** The n-th tools/call: each has an argument of its own that policies read, so that each is decided anew. */
export function callBody(index: number): Buffer {
  return padded(REQUEST_BYTES, text => ({
    jsonrpc: '2.0',
    id: index,
    method: 'tools/call',
    params: {
      name: 'create_issue',
      arguments: {
        repo: 'acme/backend',
        path: `/srv/data/report-${index}.csv`,
        labels: ['bug', 'triage'],
        body: text,
      },
    },
  }));
}

/** What the server answers to the request of that id. */
export function answerBody(id: number): Buffer {
  return padded(RESPONSE_BYTES, text => ({
    jsonrpc: '2.0',
    id,
    result: { content: [{ type: 'text', text }], isError: false },
  }));
}

/** Tools of a few kinds, most of which may be called. */
function listedTool(index: number): object {
  const name = `${['create', 'update', 'drop'][index % 3]}_record_${index}`;
  return {
    name,
    description: `${FILLER}(${index})`,
    inputSchema: {
      type: 'object',
      properties: { path: { type: 'string' }, amount: { type: 'number' } },
      required: ['path'],
    },
    annotations: { readOnlyHint: false, destructiveHint: index % 3 === 2 },
  };
}

/** The list of all tools. */
export const TOOL_LIST: object = {
  tools: Array.from({ length: LISTED_TOOLS }, (_, index) => listedTool(index)),
};
