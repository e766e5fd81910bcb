import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import {
  liveRuns,
  makeStateFolder,
  type RunRecord,
  removeRun,
  socketPath,
  stateFolder,
  writeRun,
} from '../../src/gateway/state-folder.ts';

function newState() {
  const state = stateFolder(mkdtempSync(join(tmpdir(), 'tf-state-')), {});
  makeStateFolder(state);
  return state;
}

function runOf(id: string, pid: number, socket = '/nowhere'): RunRecord {
  return { id, pid, socket, agent: 'a', command: ['x'], startedAt: '2026-01-01T00:00:00Z' };
}

test('state lies beside the configuration, or where TF_HOME says', () => {
  assert.equal(stateFolder('/project', {}).path, '/project/.tameflare');
  assert.equal(stateFolder('/project', { TF_HOME: '/elsewhere' }).path, '/elsewhere');
});

test('others can not look into it', () => {
  assert.equal(statSync(newState().path).mode & 0o777, 0o700);
});

test('runs are found while they live; what a killed one left is cleared away', async () => {
  const state = newState();
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  writeRun(state, runOf('B', process.pid));
  writeRun(state, runOf('A', child.pid!));
  assert.deepEqual(
    liveRuns(state).map(run => run.id),
    ['B'],
  );
  assert.equal(existsSync(join(state.runs, 'A.json')), false);
  removeRun(state, runOf('B', process.pid));
  assert.deepEqual(liveRuns(state), []);
});

test('no folder means no runs', () => {
  assert.deepEqual(liveRuns(stateFolder('/does/not/exist', {})), []);
});

test('a socket path never exceeds what the system takes', () => {
  const short = stateFolder('/p', {});
  assert.equal(socketPath(short, 'ID'), '/p/.tameflare/run/ID.sock');
  const long = stateFolder(`/${'deep/'.repeat(30)}`, {});
  assert.ok(Buffer.byteLength(socketPath(long, 'ID')) <= 104);
});

test('a state folder that cannot be made is an error of ours', () => {
  assert.throws(() => makeStateFolder(stateFolder('/dev/null', {})), { code: 'tf_state_folder' });
});
