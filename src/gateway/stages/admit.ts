import { RPC_CODES } from '../../mcp/protocol.ts';
import type { Flow, Step } from '../flow.ts';
import { refuseMalformed } from '../malformed.ts';

/** Bodies that could not be read whole can't be judged: 413 when too large, 415 when encoded beyond us. */
export function admit(flow: Flow): Step {
  const { body } = flow.exchange.request;
  switch (body.kind) {
    case 'complete':
      return 'next';
    case 'oversize':
      return refuseMalformed(flow, {
        status: 413,
        code: RPC_CODES.invalidRequest,
        message: `the body is larger than ${flow.snapshot.config.limits.maxBodyBytes} bytes`,
      });
    case 'undecodable':
      return refuseMalformed(flow, {
        status: 415,
        code: RPC_CODES.invalidRequest,
        message: body.error.message,
      });
  }
}
