/** What conditions can name: the variables and, where the input document fixes them, their fields. */

/** A CEL type by name; `fields` for maps whose keys are fixed. */
export interface Shape {
  readonly type: string;
  readonly fields?: Readonly<Record<string, Shape>>;
}

export const DYN: Shape = { type: 'dyn' };
const STRING: Shape = { type: 'string' };
const BOOL: Shape = { type: 'bool' };
const INT: Shape = { type: 'int' };
const MAP: Shape = { type: 'map' };

function record(fields: Readonly<Record<string, Shape>>): Shape {
  return { type: 'map', fields };
}

const AGENT = record({ name: STRING, run: STRING, user: STRING, labels: MAP });
const SERVER = record({
  name: STRING,
  origin: STRING,
  host: STRING,
  path: STRING,
  trusted: BOOL,
  transport: STRING,
});
const MCP = record({ era: STRING, version: STRING, method: STRING, direction: STRING });
const TOOL = record({
  name: STRING,
  arguments: DYN,
  annotations: MAP,
  risk: STRING,
  pin: STRING,
});
const HTTP = record({
  method: STRING,
  scheme: STRING,
  host: STRING,
  port: INT,
  path: STRING,
  query: MAP,
  headers: MAP,
});

/** The input document of schemas/input.schema.json; a test holds the two together. */
export const INPUT = record({
  version: INT,
  phase: STRING,
  action: STRING,
  agent: AGENT,
  server: SERVER,
  mcp: MCP,
  tool: TOOL,
  resource: record({ uri: STRING }),
  prompt: record({ name: STRING, arguments: DYN }),
  params: DYN,
  http: HTTP,
});

/** The names a condition starts from. */
export const VARIABLES: Readonly<Record<string, Shape>> = {
  input: INPUT,
  args: DYN,
  tool: TOOL,
  server: SERVER,
  agent: AGENT,
};
