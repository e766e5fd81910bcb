/*
 * `npm run interop -- [part…]`: other people's clients, agents, servers and the official conformance runner, with the
 * proxy between them. Everything is fetched at pinned versions into a cache; what can't be had here is skipped
 * with one line. Exits 1 if anything failed.
 */
import { agents } from './agents.ts';
import { clients } from './clients.ts';
import { conformance } from './conformance.ts';
import type { Check, Part } from './part.ts';
import { servers } from './servers.ts';

const PARTS: readonly Part[] = [clients, conformance, servers, agents];
const MARKS = { passed: '✔', failed: '✖', skipped: '-' } as const;

const wanted = process.argv.slice(2);
const counts = { passed: 0, failed: 0, skipped: 0 };

function tell({ name, outcome, detail }: Check): void {
  counts[outcome] += 1;
  const why = detail === undefined ? '' : `: ${detail.split('\n').slice(0, 6).join('\n    ')}`;
  console.log(`  ${MARKS[outcome]} ${name}${outcome === 'skipped' ? ' skipped' : ''}${why}`);
}

for (const part of PARTS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  console.log(part.name);
  await part.run(tell);
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 ? 1 : 0;
