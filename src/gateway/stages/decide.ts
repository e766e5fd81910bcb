import { messageInput, transportInput } from '../../mcp/input-document.ts';
import type { InputDocument } from '../../policy/input.ts';
import type { Call, Flow, Step } from '../flow.ts';
import { messageContext } from '../message-context.ts';
import { withRelated } from '../related-decisions.ts';

function decided(flow: Flow, input: InputDocument, message: Call['message']): Call {
  return { message, input, direction: 'client-to-server', decision: flow.snapshot.decide(input) };
}

function httpInput(flow: Flow): InputDocument {
  const { agent, server, http } = flow;
  return {
    version: 1,
    phase: 'http',
    action: `http.${http.method.toLowerCase()}`,
    agent,
    server,
    http,
  };
}

function callsOf(flow: Flow): Call[] {
  const { traffic } = flow;
  switch (traffic.kind) {
    case 'mcp': {
      const context = messageContext(flow, traffic.era, traffic.version);
      return traffic.messages.map(message => {
        const call = decided(flow, messageInput(context, message), message);
        call.decision = withRelated(flow, context, call);
        return call;
      });
    }
    case 'transport': {
      const context = messageContext(flow, 'legacy', traffic.version);
      return [decided(flow, transportInput(context, traffic.action), undefined)];
    }
    case 'http':
      return [decided(flow, httpInput(flow), undefined)];
  }
}

/** One document and one decision for every message. */
export function decide(flow: Flow): Step {
  flow.calls = callsOf(flow);
  return 'next';
}
