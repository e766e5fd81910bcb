/* What `tf policy explain` says: what decides, and of every other rule why it does not. */
import type { RuleStanding } from '../policy/access-rules.ts';
import type { Decision, Reason } from '../policy/decision.ts';
import type { InputDocument } from '../policy/input.ts';
import type { RuleTrace } from '../policy/rule-trace.ts';
import { printable } from './printable.ts';

export interface Explained {
  readonly input: InputDocument;
  /** Parts of the input are masks: what reads them may have seen something else when the call was made. */
  readonly isMasked: boolean;
  readonly decision: Pick<Decision, 'effect' | 'outcome' | 'reasons' | 'shadow'>;
  readonly rules: readonly RuleStanding[];
  readonly policies: readonly RuleTrace[];
}

function place(at: { readonly file?: string; readonly line?: number }): string {
  return at.file === undefined ? '' : ` (${at.file}:${at.line})`;
}

function reasonLine(reason: Reason): string {
  return `  ${reason.msg}${place(reason)}`;
}

function standingLine({ rule, standing, why }: RuleStanding): string {
  const word = { decides: 'decides: ', outranked: 'outranked: ', silent: 'silent: ' }[standing];
  const because = standing === 'decides' ? rule.effect : (why ?? '');
  return `  ${rule.name}${place(rule)} ${word}${because}`;
}

function traceLines(trace: RuleTrace): string[] {
  const head = `  ${trace.package}.${trace.rule} (${trace.file}:${trace.line})`;
  if (trace.holds) return [`${head} holds`];
  if (trace.stop === undefined) return [`${head} does not hold`];
  const { line, text, found } = trace.stop;
  return [`${head} stops at line ${line}`, `      ${text}`, `      ${found}`];
}

/** An explanation for people. */
export function explanationText({ input, isMasked, decision, rules, policies }: Explained): string {
  const subject = input.tool === undefined ? input.action : `tool ${input.tool.name}`;
  const where = input.server?.name ?? input.http.host;
  const lines = [
    `${decision.outcome}: ${subject} on ${where}`,
    ...decision.reasons.map(reasonLine),
    ...(isMasked ? ['  (values that the audit masked are masked here, too)'] : []),
    ...(rules.length === 0
      ? []
      : ['', 'access rules, in the order they are asked', ...rules.map(standingLine)]),
    ...(policies.length === 0 ? [] : ['', 'rules of policies', ...policies.flatMap(traceLines)]),
  ];
  return lines.map(printable).join('\n');
}
