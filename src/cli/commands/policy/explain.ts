import { dirname } from 'node:path';
import type { Clock } from '../../../base/clock.ts';
import { TfError } from '../../../base/errors.ts';
import { parseJson } from '../../../base/plain-json.ts';
import { loadSnapshot } from '../../../gateway/snapshot.ts';
import { ruleStandings } from '../../../policy/access-rules.ts';
import { loadBundle } from '../../../policy/bundle.ts';
import type { InputDocument } from '../../../policy/input.ts';
import { traceRules } from '../../../policy/rule-trace.ts';
import { schemaErrors } from '../../../policy/schemas.ts';
import { type Explained, explanationText } from '../../explanation-text.ts';
import { loadProject } from '../../load-project.ts';
import { readRecordedCalls } from '../../recorded-calls.ts';
import { print } from './options.ts';
import { readInput } from './sources.ts';

export interface ExplainOptions {
  readonly config?: string;
  readonly input?: string;
  readonly json?: boolean;
}

/** What is explained, and at what time it is decided. */
interface Asked {
  readonly input: InputDocument;
  readonly timeMs: number;
  readonly isMasked: boolean;
}

async function recorded(id: string, auditFile: string): Promise<Asked> {
  const { calls } = await readRecordedCalls(auditFile);
  const found = calls.find(call => call.id === id);
  if (found !== undefined) return found;
  throw new TfError('tf_usage', `\`${auditFile}\` has no decision \`${id}\``);
}

function given(file: string): Asked {
  const input = parseJson(readInput(file)!);
  const [fault] = schemaErrors('input', input);
  if (fault !== undefined) {
    const place = fault.instancePath === '' ? '/' : fault.instancePath;
    throw new TfError(
      'tf_usage',
      `\`${file}\` is no input document: \`${place}\` ${fault.message}`,
    );
  }
  return { input: input as unknown as InputDocument, timeMs: Date.now(), isMasked: false };
}

function asked(
  id: string | undefined,
  { input }: ExplainOptions,
  auditFile: string,
): Promise<Asked> | Asked {
  if (id !== undefined && input === undefined) return recorded(id, auditFile);
  if (id === undefined && input !== undefined) return given(input);
  throw new TfError(
    'tf_usage',
    'name a decision of the audit log, or an input document with `--input`',
  );
}

/** `tf policy explain`. */
export async function explain(id: string | undefined, options: ExplainOptions): Promise<void> {
  const { config, configFile, folder, auditFile } = loadProject(options.config);
  const { input, timeMs, isMasked } = await asked(id, options, auditFile);
  const clock: Clock = { nowMs: () => timeMs, nowNs: () => BigInt(timeMs) * 1_000_000n };
  const source =
    configFile === undefined ? { folder } : { configFile, folder: dirname(configFile) };
  const { effect, outcome, reasons, shadow } = loadSnapshot({ ...source, clock }).decide(input);
  const explained: Explained = {
    input,
    isMasked,
    decision: { effect, outcome, reasons, shadow },
    rules: ruleStandings(config.rules, input),
    policies:
      config.policies.length === 0
        ? []
        : traceRules(loadBundle(config.policies, folder), input, timeMs),
  };
  print(options.json === true ? JSON.stringify(explained) : explanationText(explained));
}
