import { type IncomingMessage, ServerResponse } from 'node:http';

/** A whole HTTP response, as data. */
export interface FullResponse {
  readonly status: number;
  /** If there is a `content-length`, its name is in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Stands in for a response: keeps what a handler answers instead of sending it. */
export class BufferedResponse extends ServerResponse {
  readonly #chunks: Buffer[] = [];

  constructor(request: IncomingMessage) {
    super(request);
    this.sendDate = false; // the response that sends the content later has its own date
  }

  content(): FullResponse {
    const headers = Object.entries(this.getHeaders()).map(([name, value]) => [name, String(value)] as const);
    return {
      status: this.statusCode,
      headers: Object.fromEntries(headers),
      body: Buffer.concat(this.#chunks),
    };
  }

  // Node's getHeaders() omits headers that were given to writeHead().
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

export function sendResponse(response: ServerResponse, { status, headers, body }: FullResponse): void {
  const length = status === 204 || status === 304 ? {} : { 'content-length': String(body.length) };
  response.writeHead(status, { ...length, ...headers });
  response.end(body);
}
