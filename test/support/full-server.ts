import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface FullServer extends AsyncDisposable {
  /** `127.0.0.1:PORT`. */
  readonly endpoint: string;
}

/** A process that listens and then stands still: the system takes connections for it until their queue is full. */
const STANDS_STILL = `
require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () {
  require('node:fs').writeSync(1, String(this.address().port));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});`;

/** A port that a connection can be asked of, and is never given. */
export async function startFullServer(): Promise<FullServer> {
  const child = spawn(process.execPath, ['-e', STANDS_STILL], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(chunk.toString());
  const fillers: Socket[] = [];
  const stop = async () => {
    for (const socket of fillers) socket.destroy();
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  for (let taken = true; taken; ) {
    const socket = connect(port, '127.0.0.1').on('error', () => {}); // it is cut off when all is over
    fillers.push(socket);
    taken = await Promise.race([
      once(socket, 'connect').then(() => true),
      new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 100)), // on loopback it takes no time
    ]);
    if (fillers.length > 100) {
      await stop();
      throw new Error('Cannot fill the queue of connections: this system seems to have no end of it');
    }
  }
  return { endpoint: `127.0.0.1:${port}`, [Symbol.asyncDispose]: stop };
}
