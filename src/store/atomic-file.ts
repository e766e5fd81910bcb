import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Files hold secrets or decide about them: their owner reads them, nobody else. */
const PRIVATE = 0o600;

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function writeSynced(file: string, text: string, mode: number): void {
  const descriptor = openSync(file, 'wx', mode);
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Replaces a file as a whole: whoever reads it, even after a kill or a power cut, finds the old text or the new one.
 * @param mode the new file's; unless it is given, the owner's alone
 * @throws the file system's error; the old file is then as it was
 */
export function replaceFile(file: string, text: string, mode = PRIVATE): void {
  const next = `${file}.${process.pid}.next`;
  rmSync(next, { force: true });
  try {
    writeSynced(next, text, mode);
    renameSync(next, file);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
  if (process.platform !== 'win32') syncFolder(dirname(file));
}
