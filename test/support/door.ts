import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** The first line of a request: each comes in a chunk of its own. */
const REQUEST = /^[A-Z]+ \S+ HTTP\/1\.1\r\n/;

/**
 * A port below those that systems give to whoever asks for any: while the door is shut, nobody else is given its port, to
 * whom the client would talk then.
 */
const lowPort = (): number => 15_000 + Math.floor(Math.random() * 15_000);

/** A way to a server on loopback that can be shut, so that connections break and new ones are refused. */
export class Door implements AsyncDisposable {
  readonly #target: URL;
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((socket) => this.#pass(socket));
  #port: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #shutAt: ((head: string) => boolean) | undefined;
  #opening: Promise<void> = Promise.resolve();
  /** How often it was shut by a request. */
  shut = 0;
  /** How many requests have come. */
  requests = 0;

  private constructor(target: URL) {
    this.#target = target;
  }

  /** @param endpoint `host:port` or a URL */
  static async before(endpoint: string): Promise<Door> {
    const door = new Door(new URL(endpoint.includes('//') ? endpoint : `http://${endpoint}`));
    await door.open();
    return door;
  }

  /** `localhost:PORT`. */
  get endpoint(): string {
    return `localhost:${this.#port}`;
  }

  /** Shuts the door when the first request comes whose head matches; the server does not get it. */
  shutAt(head: RegExp): void {
    this.#shutAt = (text) => head.test(text);
  }

  /** Shuts the door when the nth request comes, counted from 1, and opens it again after this time. */
  shutFor(ms: number, { at }: { readonly at: number }): void {
    this.#shutAt = () => {
      if (this.requests < at) return false;
      this.#timer = setTimeout(() => void this.open(), ms);
      return true;
    };
  }

  /** Resolves once the door is as open as it was last asked to be. */
  get opening(): Promise<void> {
    return this.#opening;
  }

  open(): Promise<void> {
    if (this.#server.listening) return this.#opening;
    this.#opening = this.#listen();
    return this.#opening;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#timer);
    this.close();
  }

  async #listen(): Promise<void> {
    for (let tries = 1; ; tries++) {
      const port = this.#port ?? lowPort();
      try {
        this.#server.listen(port, '127.0.0.1');
        await once(this.#server, 'listening'); // or rejects with the error
        this.#port = port;
        return;
      } catch (error) {
        const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
        if (!isTaken || this.#port !== undefined || tries === 100) throw error;
      }
    }
  }

  #pass(incoming: Socket): void {
    const outgoing = connect(Number(this.#target.port), this.#target.hostname);
    for (const [socket, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => {}); // breaking is what it is for
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    incoming.on('data', (chunk) => {
      const text = chunk.toString('latin1');
      if (REQUEST.test(text)) this.requests += 1;
      if (this.#shutAt?.(text) !== true) {
        outgoing.write(chunk);
        return;
      }
      this.#shutAt = undefined;
      this.shut += 1;
      this.close();
    });
    outgoing.pipe(incoming);
  }
}
