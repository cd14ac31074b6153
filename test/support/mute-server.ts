import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface MuteServer extends AsyncDisposable {
  /** `127.0.0.1:PORT`. */
  readonly endpoint: string;
  /** Connections that are open, as far as it knows: it notices only by reading that a client has gone. */
  open(): number;
  /** Begins to read. */
  read(): void;
}

/** A server that takes connections, says nothing, and reads nothing until it is told to. */
export async function startMuteServer(): Promise<MuteServer> {
  const sockets = new Set<Socket>();
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => {}); // clients that go away are what it is for
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `127.0.0.1:${port}`,
    open: () => sockets.size,
    read: () => {
      for (const socket of sockets) socket.resume();
    },
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
