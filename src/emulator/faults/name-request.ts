import { IncomingMessage } from 'node:http';
import { likelyOssOperation } from '../oss/likely-oss-operation.ts';
import type { OssVerifier } from '../oss/verified-address.ts';
import { queryMap } from '../signature/canonical-text.ts';
import { signedRequestOf } from '../signature/signed-request.ts';

/** A request and what it asks for. */
export interface NamedRequest {
  /** Undefined when that cannot be told. */
  readonly operation: string | undefined;
  /** To be used from here on: to learn the operation the other may have been read. */
  readonly request: IncomingMessage;
}

export type NameRequest = (request: IncomingMessage) => NamedRequest | Promise<NamedRequest>;

/** Image Search: a header names the operation, or, with the older signature, the query or the form. */
export async function nameRpcRequest(incoming: IncomingMessage): Promise<NamedRequest> {
  const { headers, url } = signedRequestOf(incoming);
  const named = headers['x-acs-action'] ?? queryMap(url).get('Action');
  if (named !== undefined) return { operation: named, request: incoming };
  const body = await readBeginning(incoming);
  const operation = new URLSearchParams(body.toString()).get('Action') ?? undefined;
  return { operation, request: withBody(incoming, body) };
}

export const nameOssRequest =
  (verifier: OssVerifier) =>
  (request: IncomingMessage): NamedRequest => ({
    operation: likelyOssOperation(signedRequestOf(request), verifier),
    request,
  });

/** The place of uploads by form has no other operation. */
export const nameUpload = (request: IncomingMessage): NamedRequest => ({ operation: 'PostObject', request });

/** Somewhat more than the service takes: of a longer body the rest is heard and not kept, for it is refused by its size. */
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

/** The same request once more, for whoever reads its body after us. */
function withBody(incoming: IncomingMessage, body: Buffer): IncomingMessage {
  const { method, url, headers, rawHeaders, httpVersion, socket } = incoming;
  const request = new IncomingMessage(socket);
  Object.assign(request, { method, url, headers, rawHeaders, httpVersion, complete: true });
  request.push(body);
  request.push(null);
  return request;
}
