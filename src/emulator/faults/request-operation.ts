import { IncomingMessage } from 'node:http';
import { likelyOssOperation } from '../oss/likely-oss-operation.ts';
import type { OssVerifier } from '../oss/verified-address.ts';
import { queryMap } from '../signature/canonical-text.ts';
import { signedRequestOf } from '../signature/signed-request.ts';

/** A request and the operation that it asks for. */
export interface RequestOperation {
  /** Undefined when the request does not say. */
  readonly operation: string | undefined;
  /** Use this one from here on: the body of the original may have been read to find the operation. */
  readonly request: IncomingMessage;
}

export type FindOperation = (request: IncomingMessage) => RequestOperation | Promise<RequestOperation>;

/** Image Search: a header names the operation, or, with the older signature, the query or the form. */
export async function findRpcOperation(incoming: IncomingMessage): Promise<RequestOperation> {
  const { headers, url } = signedRequestOf(incoming);
  const named = headers['x-acs-action'] ?? queryMap(url).get('Action');
  if (named !== undefined) return { operation: named, request: incoming };
  const body = await readBeginning(incoming);
  const operation = new URLSearchParams(body.toString()).get('Action') ?? undefined;
  return { operation, request: withBody(incoming, body) };
}

export const findOssRequestOperation =
  (verifier: OssVerifier) =>
  (request: IncomingMessage): RequestOperation => ({
    operation: likelyOssOperation(signedRequestOf(request), verifier),
    request,
  });

/** The server for uploads by form has no other operation. */
export const findUploadOperation = (request: IncomingMessage): RequestOperation => ({
  operation: 'PostObject',
  request,
});

/** Somewhat more than the service takes. The rest of a longer body is read and not kept: its size is refused anyway. */
const MOST_BYTES = 9 * 1024 * 1024;

async function readBeginning(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    if (size > MOST_BYTES) continue;
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
  }
  return Buffer.concat(chunks, size);
}

/** A copy of the request with its body still to be read. */
function withBody(incoming: IncomingMessage, body: Buffer): IncomingMessage {
  const { method, url, headers, rawHeaders, httpVersion, socket } = incoming;
  const request = new IncomingMessage(socket);
  Object.assign(request, { method, url, headers, rawHeaders, httpVersion, complete: true });
  request.push(body);
  request.push(null);
  return request;
}
