import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** Ends a process: `isTime` is asked after each line that it says. */
export interface Kill<Said> {
  readonly isTime: (said: Said) => boolean;
  readonly afterMs: number;
  readonly signal: 'SIGKILL' | 'SIGINT';
}

/** Runs a program until it is killed, or to its end. Returns its exit code; null when it was killed. */
export async function runUntilKilled<Said>(
  [program, argument]: readonly [string, string],
  hear: (said: Said) => void,
  kill?: Kill<Said>,
): Promise<number | null> {
  const child = spawn(process.execPath, [program, argument], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  let isDue = false;
  for await (const text of createInterface({ input: child.stdout })) {
    const said = JSON.parse(text) as Said;
    hear(said);
    if (kill === undefined || isDue || !kill.isTime(said)) continue;
    isDue = true;
    sleep(kill.afterMs).then(() => child.kill(kill.signal)); // meanwhile it goes on
  }
  return (await ended)[0];
}

/** A door before OSS that hears of every object that was stored. */
export async function countPuts(ossEndpoint: string, onPut: (path: string) => void) {
  const { hostname, port } = new URL(ossEndpoint);
  const server = createServer((incoming, outgoing) => {
    const { method, url: path = '', headers } = incoming;
    const forwarded = request({ hostname, port, method, path, headers }, (answer) => {
      if (method === 'PUT' && answer.statusCode === 200) onPut(path);
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.on('close', () => {
      if (!incoming.complete) forwarded.destroy(); // the process was killed
    });
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://localhost:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
