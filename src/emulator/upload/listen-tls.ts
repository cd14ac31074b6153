import type { Server } from 'node:http';
import { createServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Handler } from '../listen.ts';
import { selfSigned } from './self-signed.ts';

/** A server on a free port of loopback that speaks https, with a self-signed certificate. */
export function listenTls(handle: Handler): Promise<Server> {
  const server = createServer(selfSigned(), (request, response) => void handle(request, response));
  endsHandshakes(server);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

/** Node's `closeAllConnections` leaves out connections in their handshake, and `close` would wait for them. */
function endsHandshakes(server: Server): void {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const closeAnswering = server.closeAllConnections.bind(server);
  server.closeAllConnections = () => {
    closeAnswering();
    for (const socket of sockets) socket.destroy();
  };
}
