import type { Approvals } from '../approval/approvals.ts';
import type { CallRegister, SentCall } from '../approval/call-register.ts';
import type { Continuations } from '../approval/continuations.ts';
import type { HeldCalls } from '../approval/held-calls.ts';
import type { AuditLog } from '../audit/log.ts';
import type { Bag } from '../base/bag.ts';
import type { Clock } from '../base/clock.ts';
import type { JsonObject } from '../base/plain-json.ts';
import type { ToolCatalog } from '../mcp/catalog.ts';
import type { RpcMessage } from '../mcp/json-rpc.ts';
import type { ListRequests } from '../mcp/list-requests.ts';
import type { Decision, Outcome } from '../policy/decision.ts';
import type {
  AgentInfo,
  Direction,
  Era,
  HttpInfo,
  InputDocument,
  ServerInfo,
} from '../policy/input.ts';
import type { Kill } from '../policy/kill-switch.ts';
import type { Exchange } from '../proxy/exchange.ts';
import type { Upstream } from '../proxy/upstream.ts';
import type { Credentials } from '../vault/credentials.ts';
import type { SecretMask } from '../vault/secret-mask.ts';
import type { FlowAnswer } from './flow-answer.ts';
import type { LegacyEndpoints } from './legacy-endpoints.ts';
import type { Snapshot } from './snapshot.ts';
import type { KnownTasks } from './tasks.ts';

/** What every flow of one gateway shares. */
export interface Shared {
  readonly clock: Clock;
  readonly audit: AuditLog;
  readonly approvals: Approvals;
  readonly continuations: Continuations;
  readonly sentCalls: CallRegister;
  readonly heldCalls: HeldCalls;
  readonly catalog: ToolCatalog;
  readonly listRequests: ListRequests;
  readonly tasks: KnownTasks;
  readonly endpoints: LegacyEndpoints;
  readonly upstream: () => Upstream;
  /** Secrets for requests; absent without a vault. */
  readonly credentials?: Credentials;
  /** What an operator has switched off. */
  readonly kills: () => readonly Kill[];
  /** Flows that have not ended, and tunnels by connection: what a kill ends. */
  readonly inFlight: Bag<Flow>;
  readonly tunnels: Map<number, InputDocument>;
  readonly endTunnel: (connection: number) => void;
  /** Counts ended calls by outcome. */
  readonly counts: Map<Outcome, number>;
  /** Told of each recorded call where somebody measures. */
  readonly observe?: (decisionMicros: number, upstreamMs: number | undefined) => void;
  /** The configuration and policies in force now; a reload swaps them as one. */
  readonly current: () => Snapshot;
  /** Says what an operator should know and no client is told. */
  readonly warn: (message: string, details?: object) => void;
}

/** One thing that is decided: an MCP message, a transport action, or an HTTP request. */
export interface Call {
  readonly message: RpcMessage | undefined;
  readonly input: InputDocument;
  readonly direction: Direction;
  decision: Decision;
  /** How it ended; set once, when it is recorded. */
  outcome?: Outcome;
  /** How long it waited for a person. */
  holdMs?: number;
  approvalId?: string;
  /** What a person said, for the denial's text. */
  note?: string;
  /** It was sent on to its server. */
  sent?: boolean;
  /** Its way to an answer, where it matters that it runs once. */
  sentCall?: SentCall;
}

/** What the exchange turned out to be. */
export type Traffic =
  | {
      readonly kind: 'mcp';
      readonly era: Era;
      readonly version: string;
      readonly batch: boolean;
      readonly messages: readonly RpcMessage[];
    }
  /** MCP's own HTTP without a message: a GET stream, a DELETE. */
  | { readonly kind: 'transport'; readonly action: string; readonly version: string }
  | { readonly kind: 'http' };

/** One exchange on its way through the pipeline: stages fill in what later ones need. */
export interface Flow {
  readonly shared: Shared;
  readonly snapshot: Snapshot;
  readonly exchange: Exchange;
  readonly answer: FlowAnswer;
  readonly startedAtMs: number;
  readonly agent: AgentInfo;
  readonly server: ServerInfo;
  /** The target is a server that the configuration names. */
  readonly declared: boolean;
  readonly http: HttpInfo;
  /** Reaches a server that is not reached by HTTP. */
  readonly toServer?: (message: JsonObject) => void;
  traffic: Traffic;
  calls: Call[];
  /** It answers with an event stream. */
  streaming?: boolean;
  /** It was switched off while it was under way. */
  killed?: boolean;
  /** The secrets that were put into the request: they are masked in its answer. */
  mask?: SecretMask;
  /** The server's answer, once its head is here; `ms` counts from sending. */
  upstream?: { readonly status: number; readonly ms: number };
}

/** A stage lets the flow go on, or has answered the exchange. */
export type Step = 'next' | 'done';
export type Stage = (flow: Flow) => Step | Promise<Step>;
