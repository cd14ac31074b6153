import { type IncomingMessage, ServerResponse } from 'node:http';

/** A whole answer, as data. */
export interface Answer {
  readonly status: number;
  /** `content-length` in lower case, if it is there. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Takes the place of a response: the work is done and answered, and nobody has got the answer yet. */
export class HeldResponse extends ServerResponse {
  readonly #chunks: Buffer[] = [];

  constructor(request: IncomingMessage) {
    super(request);
    this.sendDate = false; // the response that it may be sent by has its own
  }

  answer(): Answer {
    const headers = Object.entries(this.getHeaders()).map(([name, value]) => [name, String(value)] as const);
    return {
      status: this.statusCode,
      headers: Object.fromEntries(headers),
      body: Buffer.concat(this.#chunks),
    };
  }

  // Node forgets headers that go straight into the head.
  override writeHead(status: number, ...rest: readonly unknown[]): this {
    const headers = rest.find((one) => typeof one === 'object') ?? {};
    for (const [name, value] of Object.entries(headers)) this.setHeader(name, value);
    return super.writeHead(status);
  }

  override write(chunk: string | Uint8Array): boolean {
    this.#chunks.push(Buffer.from(chunk as Uint8Array));
    return true;
  }

  override end(chunk?: unknown): this {
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) this.write(chunk);
    return this;
  }
}

export function sendAnswer(response: ServerResponse, { status, headers, body }: Answer): void {
  const length = status === 204 || status === 304 ? {} : { 'content-length': String(body.length) };
  response.writeHead(status, { ...length, ...headers });
  response.end(body);
}
