/** The way of one exchange, in order: each stage lets it go on or answers it. */
import type { Flow, Stage } from './flow.ts';
import { admit } from './stages/admit.ts';
import { approve } from './stages/approve.ts';
import { classifyTraffic } from './stages/classify-traffic.ts';
import { decide } from './stages/decide.ts';
import { forward } from './stages/forward.ts';
import { holdRepeats } from './stages/hold-repeats.ts';
import { refuse } from './stages/refuse.ts';

export const PIPELINE: readonly Stage[] = [
  admit,
  classifyTraffic,
  decide,
  holdRepeats,
  approve,
  refuse,
  forward,
];

/** Runs an exchange through the pipeline. */
export async function govern(flow: Flow): Promise<void> {
  const ended = flow.shared.inFlight.add(flow);
  try {
    for (const stage of PIPELINE) {
      const step = stage(flow);
      if ((step instanceof Promise ? await step : step) === 'done') return;
    }
  } finally {
    ended();
  }
}
