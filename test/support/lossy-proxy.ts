import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What becomes of an answer that came back from the server, or, for `unsent`, of a request that never went there. */
export type Loss = 'unsent' | 'reset' | 'cut' | 'silence' | 'json-500' | 'html-503' | 'html-200';

export interface LossyProxy extends AsyncDisposable {
  /** `127.0.0.1:PORT`. */
  readonly endpoint: string;
  /** The actions that were asked for, in order. */
  readonly actions: readonly string[];
}

/** Stands before a server and hands everything on, except what `lose` names: by action, and its number from 1. */
export async function startLossyProxy(
  target: string,
  lose: (action: string, n: number) => Loss | undefined,
): Promise<LossyProxy> {
  const actions: string[] = [];
  const sockets = new Set<Socket>();
  const [host = '', port = ''] = target.split(':');
  const server = createServer((incoming, response) => {
    const action = String(incoming.headers['x-acs-action']);
    actions.push(action);
    const loss = lose(action, actions.filter((one) => one === action).length);
    if (loss === 'unsent') {
      incoming.resume().on('end', () => incoming.socket.resetAndDestroy());
      return;
    }
    const { method, url: path, headers } = incoming;
    const onward = request({ host, port, method, path, headers, agent: false }, (answer) =>
      loss === undefined ? handOn(answer, response) : answer.resume().on('end', () => LOSE[loss](response)),
    );
    onward.on('error', () => response.destroy());
    incoming.pipe(onward);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {}); // clients that go away are what it is for
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    actions,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function handOn(answer: IncomingMessage, response: ServerResponse): void {
  response.writeHead(answer.statusCode ?? 500, answer.headers);
  answer.pipe(response);
}

const LOSE: Readonly<Record<Exclude<Loss, 'unsent'>, (response: ServerResponse) => void>> = {
  reset: ({ socket }) => void socket?.resetAndDestroy(),
  cut: (response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{"Success":true,', () => response.destroy());
  },
  silence: () => {},
  'json-500': (response) =>
    response
      .writeHead(500, { 'content-type': 'application/json' })
      .end('{"Code":"Console.InternalError","Message":"later"}'),
  'html-503': (response) => response.writeHead(503, { 'content-type': 'text/html' }).end('<html>down</html>'),
  'html-200': (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>in</html>'),
};
