/** What a proxy has done so far, for metrics and the summary at the end of a run. */
export interface Counters {
  /** Requests that reached the handler, and how many of them are not answered yet. */
  exchanges: number;
  activeExchanges: number;
  /** CONNECT requests, by what became of them. */
  intercepted: number;
  tunnelled: number;
  denied: number;
  upgrades: number;
  /** Requests that never reached the handler: malformed, ambiguous, without credentials. */
  refused: number;
  /** TLS handshakes in intercepted tunnels that failed: mostly clients that don't trust our CA. */
  tlsFailures: number;
  /** Times a response was held back because its reader was slower. */
  upstreamPauses: number;
}

/** All zero. */
export function newCounters(): Counters {
  return {
    exchanges: 0,
    activeExchanges: 0,
    intercepted: 0,
    tunnelled: 0,
    denied: 0,
    upgrades: 0,
    refused: 0,
    tlsFailures: 0,
    upstreamPauses: 0,
  };
}
