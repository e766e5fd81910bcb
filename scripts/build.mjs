// Builds everything into one folder: TypeScript, the assets that the compiled code reads beside itself,
// and the AssemblyScript runtime (only when its sources changed).
// `TF_OUT` names another output folder, so that two builds can live side by side.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, process.env.TF_OUT ?? 'build');
const bin = name => join(root, 'node_modules', '.bin', name);

const RUNTIME = join(root, 'src', 'wasm', 'runtime');
/** The runtime owns the low addresses (intern table, scratch); data the compiler places starts here. */
const MEMORY_BASE = 65536;
const VARIANTS = [
  { file: 'runtime.wasm', flags: ['--enable', 'simd', '--use', 'SIMD=1'] },
  { file: 'runtime.scalar.wasm', flags: ['--use', 'SIMD=0'] },
];

function runtimeStamp() {
  const hash = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)));
  for (const name of readdirSync(RUNTIME).sort()) {
    if (name.endsWith('.ts')) hash.update(name).update(readFileSync(join(RUNTIME, name)));
  }
  return hash.digest('hex');
}

function buildRuntime() {
  if (!existsSync(join(RUNTIME, 'index.ts'))) return;
  const target = join(out, 'src', 'wasm');
  mkdirSync(target, { recursive: true });
  const stampFile = join(target, 'runtime.stamp');
  const stamp = runtimeStamp();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  for (const { file, flags } of VARIANTS) {
    execFileSync(
      process.execPath,
      [
        join(root, 'node_modules', 'assemblyscript', 'bin', 'asc.js'),
        join(RUNTIME, 'index.ts'),
        '-o',
        join(target, file),
        '-O3',
        '--runtime',
        'stub',
        '--noAssert',
        '--importMemory',
        '--memoryBase',
        String(MEMORY_BASE),
        ...flags,
      ],
      { stdio: 'inherit' },
    );
  }
  writeFileSync(stampFile, stamp);
}

function compile() {
  const { status } = spawnSync(bin('tsc'), ['-p', join(root, 'tsconfig.json'), '--outDir', out], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** Files that are not TypeScript but belong beside the compiled module that reads them. */
function copyAssets(folder) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (path !== join('src', 'wasm', 'runtime')) copyAssets(path);
    } else if (/\.(cjs|py|html|css)$/.test(entry.name)) {
      mkdirSync(join(out, folder), { recursive: true });
      copyFileSync(join(root, path), join(out, path));
    }
  }
}

copyAssets('src');
compile();
buildRuntime();
const main = join(out, 'src', 'cli', 'main.js');
if (existsSync(main)) chmodSync(main, 0o755);
