/** tameflare.yaml as it is written, once its schema has accepted it: what `Config` is made from. */
import type { Effect } from '../policy/decision.ts';
import type { Risk } from '../policy/input.ts';
import type { PinMode } from './pin-gate.ts';

export interface ServerEntry {
  readonly name: string;
  readonly url: string;
  readonly trusted?: boolean;
  readonly credential?: string;
}

export interface RuleEntry {
  readonly server?: string;
  readonly tool?: string;
  readonly action?: string;
  readonly risk?: Risk;
  readonly when?: string;
  readonly effect: Effect;
  readonly reason?: string;
  readonly approvers?: readonly string[];
  readonly expires?: string;
  readonly shadow?: boolean;
}

export interface ConfigFile {
  readonly version: 1;
  readonly agent?:
    | string
    | { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly servers?: readonly ServerEntry[];
  readonly rules?: readonly RuleEntry[];
  readonly policies?: readonly string[];
  readonly intercept?: readonly string[];
  readonly egress?: { readonly allow?: readonly string[]; readonly default?: 'allow' | 'deny' };
  readonly audit?: {
    readonly file?: string;
    readonly arguments?: 'redacted' | 'full' | 'none';
    readonly rotate?: string | number;
    readonly keep?: number;
  };
  readonly approvals?: {
    readonly wait?: string;
    readonly waitWithProgress?: string;
    readonly expires?: string;
    readonly repeatWindow?: string;
    readonly clients?: readonly {
      readonly userAgent: string;
      readonly wait?: string;
      readonly waitWithProgress?: string;
    }[];
  };
  readonly pins?: { readonly mode?: PinMode; readonly file?: string };
  readonly limits?: {
    readonly body?: string | number;
    readonly depth?: number;
    readonly cacheEntries?: number;
    readonly cacheMemory?: string | number;
  };
}
