/** From JSON bytes to what the policy says: one module in our host and in npm's. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadPolicy } from '@open-policy-agent/opa-wasm';
import { type CompiledPolicy, load } from '../../src/policy/compiler.ts';
import type { Contender } from '../harness.ts';
import { tableData } from '../rego/rules.ts';
import { YARDSTICK } from '../report.ts';
import { compileRules, DOCUMENT, EFFECT, POLICY_FOLDER } from './policies.ts';

/** One input in every form that is asked with. */
interface Encoded {
  readonly document: Record<string, unknown>;
  readonly text: string;
  readonly bytes: Buffer;
  /** What npm's host takes for JSON text. */
  readonly arrayBuffer: ArrayBuffer;
  /** The document with a table in it that policies do not read. */
  readonly large: Buffer;
}

const LARGE_BYTES = 10_000;

function table(bytes: number): object {
  return JSON.parse(tableData(bytes).toString()) as object;
}

function encode(document: Record<string, unknown>): Encoded {
  const text = JSON.stringify(document);
  return {
    document,
    text,
    bytes: Buffer.from(text),
    arrayBuffer: new TextEncoder().encode(text).buffer,
    large: Buffer.from(JSON.stringify({ ...document, ...table(LARGE_BYTES - text.length) })),
  };
}

export const OUR_VALUES = 'our host, bytes to Rego values';
export const OUR_JAVASCRIPT = 'our host, bytes to JavaScript';
export const OUR_LARGE = 'our host, 10 KB of bytes to JavaScript';

type Ask = (input: Encoded) => unknown;

function ourWays(compiled: CompiledPolicy): Readonly<Record<string, Ask>> {
  const policy = load(compiled);
  const document = { entrypoint: DOCUMENT };
  const effect = { entrypoint: EFFECT };
  return {
    [OUR_VALUES]: ({ bytes }) => policy.evaluateValue(bytes, document),
    [OUR_JAVASCRIPT]: ({ bytes }) => policy.evaluate(bytes, document),
    [OUR_LARGE]: ({ large }) => policy.evaluate(large, document),
    'our host, bytes to `allowed` alone': ({ bytes }) => policy.evaluateValue(bytes, effect),
  };
}

/** The module that OPA makes of the same rules, in npm's host: what there is without us. */
export const OPA_OBJECT = 'npm opa-wasm, module of OPA, object to JavaScript';
export const OPA_BUFFER = 'npm opa-wasm, module of OPA, ArrayBuffer to JavaScript';

async function opaWays(wasm: Uint8Array): Promise<Readonly<Record<string, Ask>>> {
  const policy = await loadPolicy(wasm);
  policy.setData(JSON.parse(readFileSync(join(POLICY_FOLDER, 'data.json'), 'utf8')));
  return {
    [OPA_OBJECT]: ({ document }) => policy.evaluate(document, DOCUMENT),
    [OPA_BUFFER]: ({ arrayBuffer }) => policy.evaluate(arrayBuffer, DOCUMENT),
  };
}

async function npmWays(compiled: CompiledPolicy): Promise<Readonly<Record<string, Ask>>> {
  const policy = await loadPolicy(compiled.wasm());
  policy.setData(JSON.parse(readFileSync(join(POLICY_FOLDER, 'data.json'), 'utf8')));
  return {
    'npm opa-wasm, ArrayBuffer to JavaScript': ({ arrayBuffer }) =>
      policy.evaluate(arrayBuffer, DOCUMENT),
    'npm opa-wasm, object to JavaScript': ({ document }) => policy.evaluate(document, DOCUMENT),
  };
}

/** All ways of asking, and a yardstick. */
export async function hostContenders(
  documents: readonly Record<string, unknown>[],
  opaWasm: Uint8Array,
): Promise<Contender[]> {
  const inputs = documents.map(encode);
  const compiled = compileRules();
  const ways = {
    ...ourWays(compiled),
    ...(await npmWays(compiled)),
    ...(await opaWays(opaWasm)),
    [YARDSTICK]: ({ text }: Encoded) => JSON.parse(text),
  };
  return Object.entries(ways).map(([name, ask]) => ({
    name,
    run: index => ask(inputs[index % inputs.length]!),
  }));
}
