import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

export const makePipe = (path: string): Buffer => execFileSync('mkfifo', [path]);

/** Makes in a folder what is no file, and calls each by what messages say of it. */
export async function specialFiles(folder: string) {
  const at = (name: string) => join(folder, name);
  makePipe(at('pipe'));
  mkdirSync(at('folder'));
  symlinkSync('pipe', at('link'));
  const server = createServer().listen(at('socket'));
  await once(server, 'listening');
  return {
    paths: [
      ['a named pipe', at('pipe')],
      ['a named pipe', at('link')],
      ['a socket', at('socket')],
      ['a folder', at('folder')],
      ['a device', '/dev/zero'],
      ['a device', '/dev/null'],
    ] as const,
    [Symbol.dispose]: () => void server.close(),
  };
}
