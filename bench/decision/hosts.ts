/** From JSON bytes to what the policy says: one module in our host and in npm's. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadPolicy } from '@open-policy-agent/opa-wasm';
import { type CompiledPolicy, load } from '../../src/policy/compiler.ts';
import type { Contender } from '../harness.ts';
import { YARDSTICK } from '../report.ts';
import { compileRules, DOCUMENT, EFFECT, POLICY_FOLDER } from './policies.ts';

/** One input in every form that is asked with. */
interface Encoded {
  readonly document: Record<string, unknown>;
  readonly text: string;
  readonly bytes: Buffer;
  /** What npm's host takes for JSON text. */
  readonly arrayBuffer: ArrayBuffer;
}

function encode(document: Record<string, unknown>): Encoded {
  const text = JSON.stringify(document);
  return {
    document,
    text,
    bytes: Buffer.from(text),
    arrayBuffer: new TextEncoder().encode(text).buffer,
  };
}

type Ask = (input: Encoded) => unknown;

function ourWays(compiled: CompiledPolicy): Readonly<Record<string, Ask>> {
  const policy = load(compiled);
  const document = { entrypoint: DOCUMENT };
  const effect = { entrypoint: EFFECT };
  return {
    'our host, bytes to Rego values': ({ bytes }) => policy.evaluateValue(bytes, document),
    'our host, bytes to JavaScript': ({ bytes }) => policy.evaluate(bytes, document),
    'our host, bytes to `allowed` alone': ({ bytes }) => policy.evaluateValue(bytes, effect),
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
): Promise<Contender[]> {
  const inputs = documents.map(encode);
  const compiled = compileRules();
  const ways = {
    ...ourWays(compiled),
    ...(await npmWays(compiled)),
    [YARDSTICK]: ({ text }: Encoded) => JSON.parse(text),
  };
  return Object.entries(ways).map(([name, ask]) => ({
    name,
    run: index => ask(inputs[index % inputs.length]!),
  }));
}
