import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import XMLBuilder from 'fast-xml-builder';

/** Answers a request in the place of the server; false lets the server answer. */
export type S3Fault = (request: IncomingMessage, response: ServerResponse) => boolean;

/** A bucket that speaks so much of S3 as a source needs, in memory. It looks at no signatures: Ceph and Swift do. */
export interface S3Server extends AsyncDisposable {
  readonly endpoint: string;
  readonly objects: Map<string, Buffer>;
  readonly requests: string[];
  /** Asked about each request first. */
  fault: S3Fault | undefined;
}

const builder = new XMLBuilder({ suppressEmptyNode: false });
const xml = (root: string, content: object) =>
  `<?xml version="1.0" encoding="UTF-8"?>${builder.build({ [root]: content })}`;
const etagOf = (bytes: Buffer) => `"${createHash('md5').update(bytes).digest('hex')}"`;
const modified = new Date('2026-11-01T10:00:00Z');
const encoded = (key: string) => encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');

/** @param pageSize the most keys in one page, whatever is asked for */
export async function startS3Server(bucket: string, pageSize = 1_000): Promise<S3Server> {
  const objects = new Map<string, Buffer>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    response.setHeader('x-amz-request-id', `request-${requests.length}`);
    if (running.fault?.(request, response) !== true) answer(request, response);
  });
  const refuse = (response: ServerResponse, status: number, Code: string) =>
    response
      .writeHead(status, { 'content-type': 'application/xml' })
      .end(xml('Error', { Code, Message: Code }));
  function answer({ method, url = '', headers }: IncomingMessage, response: ServerResponse): void {
    const [path = '', query = ''] = url.split('?');
    const [, name, ...rest] = path.split('/').map(decodeURIComponent);
    if (name !== bucket) {
      refuse(response, 404, 'NoSuchBucket');
      return;
    }
    const key = rest.join('/');
    if (key === '') {
      list(new URLSearchParams(query), response);
      return;
    }
    const bytes = objects.get(key);
    if (bytes === undefined) {
      refuse(response, 404, 'NoSuchKey');
      return;
    }
    const etag = etagOf(bytes);
    response.setHeader('etag', etag).setHeader('last-modified', modified.toUTCString());
    if (headers['if-match'] !== undefined && headers['if-match'] !== etag) {
      refuse(response, 412, 'PreconditionFailed');
      return;
    }
    if (method === 'HEAD') {
      response.setHeader('content-length', bytes.length).end();
      return;
    }
    const [, first = 0, last = 0] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '')?.map(Number) ?? [];
    if (first >= bytes.length) {
      refuse(response, 416, 'InvalidRange');
      return;
    }
    const part = bytes.subarray(first, last + 1);
    const contentRange = `bytes ${first}-${first + part.length - 1}/${bytes.length}`;
    response.writeHead(206, { 'content-range': contentRange, 'content-length': part.length }).end(part);
  }
  function list(query: URLSearchParams, response: ServerResponse): void {
    const after = Buffer.from(query.get('continuation-token') ?? '', 'base64url');
    const keys = [...objects.keys()]
      .filter(
        (key) => key.startsWith(query.get('prefix') ?? '') && Buffer.compare(Buffer.from(key), after) > 0,
      )
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    const page = keys.slice(0, pageSize);
    const isTruncated = page.length < keys.length;
    const body = xml('ListBucketResult', {
      ...{ Name: bucket, EncodingType: 'url', KeyCount: page.length, IsTruncated: isTruncated },
      ...(isTruncated ? { NextContinuationToken: Buffer.from(page.at(-1) ?? '').toString('base64url') } : {}),
      Contents: page.map((key) => {
        const bytes = objects.get(key) as Buffer;
        return {
          Key: encoded(key),
          Size: bytes.length,
          ETag: etagOf(bytes),
          LastModified: modified.toISOString(),
        };
      }),
    });
    response.writeHead(200, { 'content-type': 'application/xml' }).end(body);
  }
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const running: S3Server = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ objects, requests, fault: undefined },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return running;
}
