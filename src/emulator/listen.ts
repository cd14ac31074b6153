import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers a request. It handles its own errors and never rejects. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A server on loopback. Rejects when the port is taken. */
export function listen(handle: Handler, port: number): Promise<Server> {
  const server = createServer((request, response) => void handle(request, response));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

export const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** Stops listening, and ends every connection without waiting for it. */
export function stop(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
