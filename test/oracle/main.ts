/*
 * `npm run oracle -- [--runs N] [--seed S] [--json]`: random programs through a real `opa` and through our
 * compiler and both engines. Every difference is told with the smallest program that shows it; exits 1 if
 * there is one.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { aProgram, type Program } from '../support/program-arbitrary.ts';
import { compareProgram, DATA, type Difference } from './compare.ts';
import { Opa, opaVersion } from './opa.ts';
import { compareSources } from './sources.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});

const CHUNK = 25;
/** Shrinking may take long; the smallest program found by then is told. */
const TIME_PER_CHUNK_MS = 5_000;

interface Found {
  readonly seed: number;
  readonly program: Program;
  readonly difference: Difference;
}

const counts = new Map<string, number>();

function tally(subject: string, outcome: string): void {
  const key = `${subject}, ${outcome}`;
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Looks for one difference in so many programs. */
async function search(opa: Opa, seed: number, numRuns: number): Promise<Found | undefined> {
  let last: Found | undefined;
  const property = fc.asyncProperty(aProgram, async program => {
    const difference = await compareProgram(opa, program, tally);
    if (difference !== undefined) last = { seed, program, difference };
    return difference === undefined;
  });
  await fc.check(property, { seed, numRuns, interruptAfterTimeLimit: TIME_PER_CHUNK_MS });
  return last;
}

function show({ seed, program, difference }: Found): string {
  const { subject, about, engine, opa, ours } = difference;
  return [
    `seed ${seed}: ${subject}${about === '' ? '' : ` ${about}`} (${engine})`,
    program.text.trim(),
    `opa:  ${opa}`,
    `ours: ${ours}`,
  ].join('\n');
}

async function main(version: string): Promise<void> {
  const runs = Number(values.runs);
  const sources = compareSources();
  for (const { about, opa, ours } of sources)
    console.error(`${about}\nopa:  ${opa}\nours: ${ours}\n`);
  const opa = await Opa.start(DATA);
  const found: Found[] = [];
  try {
    for (let done = 0; done < runs; done += CHUNK) {
      const one = await search(opa, Number(values.seed) + done, Math.min(CHUNK, runs - done));
      if (one !== undefined) {
        found.push(one);
        if (!values.json) console.log(`${show(one)}\n`);
      }
    }
  } finally {
    opa.stop();
  }
  if (values.json)
    console.log(JSON.stringify({ version, counts: [...counts], found }, undefined, 2));
  else {
    console.log(`opa ${version}, ${runs} programs, seed ${values.seed}`);
    for (const [key, count] of [...counts].sort()) console.log(`${key.padEnd(32)} ${count}`);
    console.log(`differences: ${found.length + sources.length}`);
  }
  process.exitCode = found.length + sources.length > 0 ? 1 : 0;
}

const version = opaVersion();
if (version === undefined) console.log('skipped: no `opa` on the path');
else await main(version);
