import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { AnswerTooLong, MOST_ANSWER_BYTES, mostBytesOf } from '../shared/http/answer-too-long.ts';

/** An answer of urllib. `res` is the body where streaming was asked for, and otherwise what came before the body. */
interface HttpAnswer<Res> {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly data?: Uint8Array | undefined;
  readonly res: Res;
}

interface RequestOptions {
  /** Whether the caller reads the body of a success by itself. */
  readonly customResponse?: boolean | undefined;
}

/** The part of urllib that ali-oss uses. */
export interface HttpClient {
  request(url: string, options: RequestOptions): Promise<HttpAnswer<unknown>>;
}

/**
 * Takes the place of urllib in a client of ali-oss, one request at a time. urllib alone reads every body to its end,
 * and nothing of a failed request for a stream, so that OSS's reason would be lost.
 */
export class BoundedHttp implements HttpClient {
  readonly #http: HttpClient;
  /** Why the last request failed, if its answer was too long: ali-oss makes another error of it. */
  tooLong: AnswerTooLong | undefined;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  async request(url: string, options: RequestOptions): Promise<HttpAnswer<unknown>> {
    this.tooLong = undefined;
    const answer = (await this.#http.request(url, {
      ...options,
      customResponse: true,
    })) as HttpAnswer<Readable>;
    const { status, headers, res: body } = answer;
    const isSuccess = status >= 200 && status < 300;
    if (isSuccess && options.customResponse === true) return answer;
    const data = await this.#read(body, status);
    return { status, headers, data, res: { status, headers } };
  }

  async #read(body: Readable, status: number): Promise<Buffer> {
    const most = mostBytesOf(status, MOST_ANSWER_BYTES.oss);
    const chunks: Buffer[] = [];
    let bytes = 0;
    try {
      for await (const chunk of body as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > most) {
          this.tooLong = new AnswerTooLong(status, most);
          throw this.tooLong; // leaving the loop closes the connection
        }
        chunks.push(chunk);
      }
    } catch (error) {
      throw Object.assign(error as Error, { status: -1 }); // the status by which ali-oss knows a failure of the network
    }
    return Buffer.concat(chunks);
  }
}
