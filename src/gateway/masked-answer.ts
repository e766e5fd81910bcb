/** An upstream's answer without the secrets that were put into its request. */
import { JsonError } from '../base/json.ts';
import type { RewriteMessage } from '../mcp/message-rewriter.ts';
import type { ChunkTransform, ResponseHead, ResponsePlan } from '../proxy/exchange.ts';
import { type HeaderList, headerValue } from '../proxy/headers.ts';
import type { MaskingStream, SecretMask } from '../vault/secret-mask.ts';

/** The head with its values masked. @throws JsonError on a coding that hides what a body says */
export function maskedHead(head: ResponseHead, mask: SecretMask): ResponseHead {
  const coding = headerValue(head.headers, 'content-encoding') ?? 'identity';
  if (coding.toLowerCase() !== 'identity')
    throw new JsonError('the answer has a content coding that was not asked for', 0);
  return { ...head, headers: maskedHeaders(head.headers, mask) };
}

function maskedHeaders(headers: HeaderList, mask: SecretMask): HeaderList {
  return headers.map((part, at) => (at % 2 === 0 ? part : mask.text(part)));
}

/** The plan with its body masked; one that collects is masked by whoever reads it. */
export function maskedPlan(
  plan: ResponsePlan,
  headers: HeaderList,
  mask: SecretMask,
): ResponsePlan {
  switch (plan.kind) {
    case 'collect':
      return plan;
    case 'pass':
      return {
        kind: 'transform',
        headers: maskedHeaders(plan.headers ?? headers, mask),
        transform: maskedTransform(mask.stream()),
      };
    case 'transform':
      return { ...plan, transform: maskedTransform(mask.stream(), plan.transform) };
  }
}

function maskedTransform(stream: MaskingStream, inner?: ChunkTransform): ChunkTransform {
  if (inner === undefined) return stream;
  return {
    ...inner,
    write: chunk => inner.write(stream.write(chunk)),
    end: async () => {
      const rest = await inner.write(stream.end());
      const last = await inner.end();
      return Buffer.concat([rest, last].map(part => Buffer.from(part ?? '')));
    },
  };
}

/** Messages whose strings are masked however they were escaped. */
export function maskedMessages(
  rewrite: RewriteMessage,
  mask: SecretMask | undefined,
): RewriteMessage {
  if (mask === undefined) return rewrite;
  return message => {
    const change = rewrite(message);
    if (change.kind === 'drop') return change;
    const before = change.kind === 'replace' ? change.message : message.raw;
    const after = mask.json(before);
    return after === before ? change : { kind: 'replace', message: after };
  };
}
