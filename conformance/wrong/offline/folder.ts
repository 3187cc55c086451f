import * as fs from 'node:fs';
import * as path from 'node:path';

/** Does something in a folder of its own, of a short path: sockets may lie in it. */
export async function inFolder<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const folder = fs.mkdtempSync(path.join('/tmp', 'wrong-'));
  try {
    return await act(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
