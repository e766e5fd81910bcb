// Runs every compiled `*.test.js` (Node 20's `--test DIR` would also run helper files).
// Arguments are substrings: only test files whose path contains one of them run.
import { readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const testRoot = join(root, process.env.TF_OUT ?? 'build', 'test');
const wanted = process.argv.slice(2);

function testFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return testFiles(path);
    return entry.name.endsWith('.test.js') ? [path] : [];
  });
}

const files = testFiles(testRoot)
  .filter(
    file => wanted.length === 0 || wanted.some(part => relative(testRoot, file).includes(part)),
  )
  .sort();
if (files.length === 0) {
  console.error(`no test file matches ${wanted.join(', ') || testRoot}`);
  process.exit(1);
}

// Property tests draw the same cases every time; TF_SEED draws others.
process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --import=${new URL('./fixed-seed.mjs', import.meta.url).href}`;

let failed = 0;
let passed = 0;
let skipped = 0;
run({ files, concurrency: 2, timeout: 170_000 })
  .on('test:fail', event => {
    // A suite fails with its tests; what fails without one (its body threw) counts itself.
    const byItsTests = event.details.error?.failureType === 'subtestsFailed';
    if (!(event.details.type === 'suite' && byItsTests)) failed += 1;
  })
  .on('test:pass', event => {
    if (event.details.type === 'suite') return;
    if (event.skip !== undefined) skipped += 1;
    else passed += 1;
  })
  .on('end', () => {
    process.exitCode = failed > 0 ? 1 : 0;
    setImmediate(() => console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`));
  })
  .compose(new spec())
  .pipe(process.stdout);
