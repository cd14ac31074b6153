import { IncomingMessage } from 'node:http';
import { readBeginning } from '../image-search/read-beginning.ts';
import { findOssOperation, levelOf } from '../oss/oss-operations.ts';
import { type OssVerifier, verifiedAddress } from '../oss/verified-address.ts';
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
  const { kept } = await readBeginning(incoming, MOST_BYTES);
  const operation = new URLSearchParams(kept.toString()).get('Action') ?? undefined;
  return { operation, request: withBody(incoming, kept) };
}

/** OSS: method, address and query say what is asked for; when no signature shows the address, the likeliest reading does. */
export const findOssRequestOperation =
  (verifier: OssVerifier) =>
  (request: IncomingMessage): RequestOperation => {
    const signed = signedRequestOf(request);
    const address = verifiedAddress(signed, verifier)?.address;
    const { method, url, headers } = signed;
    const found = address && findOssOperation(method, levelOf(address), queryMap(url), headers);
    return { operation: found?.name, request };
  };

/** The server for uploads by form has no other operation. */
export const findUploadOperation = (request: IncomingMessage): RequestOperation => ({
  operation: 'PostObject',
  request,
});

/** Somewhat more than the service takes. The rest of a longer body is read and not kept: its size is refused anyway. */
const MOST_BYTES = 9 * 1024 * 1024;

/** A copy of the request with its body still to be read. */
function withBody(incoming: IncomingMessage, body: Buffer): IncomingMessage {
  const { method, url, headers, rawHeaders, httpVersion, socket } = incoming;
  const request = new IncomingMessage(socket);
  Object.assign(request, { method, url, headers, rawHeaders, httpVersion, complete: true });
  request.push(body);
  request.push(null);
  return request;
}
