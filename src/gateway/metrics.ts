/** What a gateway counts, as Prometheus metrics. Everything is read when it is asked for, save the two histograms. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Outcome } from '../policy/decision.ts';

/** Where the numbers come from. */
export interface Measured {
  readonly counts: ReadonlyMap<Outcome, number>;
  /** Of the proxy, by name. */
  counters(): Readonly<Record<string, number>>;
  cache(): { readonly hits: number; readonly misses: number; readonly bypassed: number };
  pendingApprovals(): number;
  inFlight(): number;
  revision(): string;
  /** Whether the last audit record could be written. */
  auditHealthy(): boolean;
}

/** Metrics, and what is told of each call. */
export interface Metrics {
  readonly registry: Registry;
  /** @param decisionMicros how long deciding took; @param upstreamMs how long the server took to its headers */
  observe(decisionMicros: number, upstreamMs: number | undefined): void;
}

/** Seconds. Deciding takes microseconds, a server milliseconds to minutes. */
const DECISION_BUCKETS = [5e-6, 1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 1e-3, 1e-2];
const UPSTREAM_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60];

/** A counter whose values are read when it is asked for. */
function counter(
  registry: Registry,
  name: string,
  help: string,
  label: string,
  values: () => Iterable<readonly [string, number]>,
): void {
  new Counter({
    name,
    help,
    labelNames: [label],
    registers: [registry],
    collect() {
      this.reset();
      for (const [value, count] of values()) this.inc({ [label]: value }, count);
    },
  });
}

function gauge(registry: Registry, name: string, help: string, value: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(value());
    },
  });
}

function revisionInfo(registry: Registry, revision: () => string): void {
  new Gauge({
    name: 'tameflare_policy_info',
    help: 'The revision of rules and policies in force; always 1.',
    labelNames: ['revision'],
    registers: [registry],
    collect() {
      this.reset();
      this.set({ revision: revision() }, 1);
    },
  });
}

function histogram(registry: Registry, name: string, help: string, buckets: number[]): Histogram {
  return new Histogram({ name, help, buckets, registers: [registry] });
}

/** Metrics of one gateway, in a registry of its own. */
export function createMetrics(measured: Measured): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  counter(registry, 'tameflare_calls_total', 'Recorded calls by outcome.', 'outcome', () =>
    measured.counts.entries(),
  );
  counter(registry, 'tameflare_proxy_total', 'What the proxy did, by kind.', 'kind', () =>
    Object.entries(measured.counters()),
  );
  counter(
    registry,
    'tameflare_decision_cache_total',
    'Decisions by whether they were remembered; starts anew at each reload.',
    'result',
    () => Object.entries(measured.cache()),
  );
  gauge(
    registry,
    'tameflare_approvals_pending',
    'Calls that wait for a person.',
    measured.pendingApprovals,
  );
  gauge(registry, 'tameflare_exchanges_in_flight', 'Requests under way.', measured.inFlight);
  gauge(registry, 'tameflare_audit_healthy', 'Whether the audit can be written.', () =>
    measured.auditHealthy() ? 1 : 0,
  );
  revisionInfo(registry, measured.revision);
  const decision = histogram(
    registry,
    'tameflare_decision_duration_seconds',
    'How long deciding took.',
    DECISION_BUCKETS,
  );
  const upstream = histogram(
    registry,
    'tameflare_upstream_duration_seconds',
    'How long servers took to their headers.',
    UPSTREAM_BUCKETS,
  );
  return {
    registry,
    observe(decisionMicros, upstreamMs) {
      decision.observe(decisionMicros / 1e6);
      if (upstreamMs !== undefined) upstream.observe(upstreamMs / 1000);
    },
  };
}
