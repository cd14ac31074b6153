import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createOssHandler, type OssHandlerOptions } from '../../../src/emulator/oss/create-oss-handler.ts';
import { OssState } from '../../../src/emulator/oss/oss-state.ts';
import { ossV4Authorization } from '../../../src/emulator/signature/oss-v4.ts';
import { v4Date } from '../../../src/emulator/signature/oss-v4-date.ts';
import { encodePath } from '../../../src/shared/http/percent-encode.ts';

export const account = { accessKeyId: 'ak', accessKeySecret: 'sk' };
export const regionId = 'cn-shanghai';

export interface OssTestServer extends AsyncDisposable {
  readonly port: number;
  readonly state: OssState;
  readonly defects: readonly unknown[];
  /** Requests that have arrived, answered or not, by path and query. */
  readonly arrivals: readonly string[];
  /** How many of them the handler is through with. */
  readonly settled: () => number;
}

/** OSS in Shanghai on a free port, with the bucket `bkt`, and `far-away` in Beijing. */
export async function startOssTestServer(
  options: Partial<
    Pick<OssHandlerOptions, 'maxBodyBytes' | 'state' | 'customDomains' | 'clock' | 'accounts'>
  > = {},
): Promise<OssTestServer> {
  const { state = new OssState() } = options;
  const defects: unknown[] = [];
  state.createBucket('bkt', regionId);
  state.createBucket('far-away', 'cn-beijing');
  const handle = createOssHandler({
    accounts: [account],
    ...options,
    state,
    regionId,
    onDefect: (error) => defects.push(error),
  });
  const arrivals: string[] = [];
  let settled = 0;
  const server = createServer((request, response) => {
    arrivals.push(request.url ?? '');
    void handle(request, response).finally(() => settled++);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port, state, defects, arrivals, settled: () => settled, [Symbol.asyncDispose]: stop };
}

export interface SendOptions {
  readonly bucket?: string;
  /** Without the question mark. */
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Whether the body is sent without its length. */
  readonly chunked?: boolean;
  /** Sent without a signature. */
  readonly unsigned?: boolean;
}

export interface OssAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
}

/** Sends one path-style request, signed with V4. Not with fetch, which adds headers and decodes bodies of its own. */
export function send(
  server: Pick<OssTestServer, 'port'>,
  method: string,
  key: string,
  options: SendOptions = {},
): Promise<OssAnswer> {
  const { bucket = 'bkt', query, body, chunked = false, unsigned = false } = options;
  const url = `${encodePath(`/${bucket}/${key}`)}${query === undefined ? '' : `?${query}`}`;
  const headers: Record<string, string> = {
    'x-oss-date': v4Date(Date.now()),
    'x-oss-content-sha256': 'UNSIGNED-PAYLOAD',
    ...(body === undefined ? {} : bodyHeaders(body, chunked)),
    ...options.headers,
  };
  const resource = { bucket, key };
  const authorization = ossV4Authorization({ method, url, headers }, resource, { account, regionId });
  return sendRaw(server, method, url, unsigned ? {} : { ...headers, authorization }, body);
}

const bodyHeaders = (body: string | Uint8Array, chunked: boolean): Record<string, string> =>
  chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(Buffer.byteLength(body)) };

export function sendRaw(
  server: Pick<OssTestServer, 'port'>,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: string | Uint8Array,
): Promise<OssAnswer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port: server.port, method, path, headers },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const all = Buffer.concat(chunks);
          const { statusCode: status = 0, headers: received } = response;
          resolve({ status, headers: received, body: all, text: all.toString() });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** The text of the first element of that name. */
export const element = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];

/** The texts of all elements of that name. */
export const elements = (xml: string, name: string): readonly string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) => text);
