import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Refusal } from '../signature/verdict.ts';
import type { OssReply } from './oss-call.ts';
import { OssRefusal, ossRefusal } from './oss-refusal.ts';
import { xmlDocument } from './oss-xml.ts';
import { RequestAborted } from './request-body.ts';

/** Facts about a request that every answer states in its headers. */
export interface ReplyFacts {
  readonly method: string;
  readonly requestId: string;
  /** The host that the request named. */
  readonly hostId: string;
  /** In ms since 1970. */
  readonly now: number;
  readonly durationMs: number;
}

/**
 * Answers a request by what `reply` gives, or by the refusal that it throws: a defect of the emulator is an InternalError.
 * When the client has gone, the connection is ended.
 */
export async function answerOss(
  incoming: IncomingMessage,
  response: ServerResponse,
  facts: () => ReplyFacts,
  reply: () => Promise<OssReply>,
  onDefect: (error: unknown) => void,
): Promise<void> {
  try {
    sendOssReply(response, await reply(), facts());
  } catch (error) {
    if (error instanceof RequestAborted) {
      response.destroy();
      return;
    }
    const { refusal, headers } =
      error instanceof OssRefusal ? error : new OssRefusal(ossRefusal('InternalError'));
    if (!response.headersSent) {
      const reply = refusalReply(refusal, facts());
      sendOssReply(response, { ...reply, headers: { ...reply.headers, ...headers } }, facts());
    }
    incoming.resume(); // the rest of the body must not block the connection
    if (!(error instanceof OssRefusal)) onDefect(error);
  }
}

const NO_BODY: ReadonlySet<number> = new Set([204, 304]);

function sendOssReply(response: ServerResponse, reply: OssReply, facts: ReplyFacts): void {
  const body = typeof reply.body === 'string' ? Buffer.from(reply.body) : (reply.body ?? Buffer.alloc(0));
  const hasBody = !NO_BODY.has(reply.status);
  const headers: Record<string, string> = {
    Server: 'AliyunOSS',
    Date: new Date(facts.now).toUTCString(),
    'x-oss-request-id': facts.requestId,
    'x-oss-server-time': String(facts.durationMs),
    ...reply.headers,
  };
  if (hasBody) headers['Content-Length'] = String(body.length);
  response.writeHead(reply.status, headers);
  response.end(hasBody && facts.method !== 'HEAD' ? body : undefined);
}

/** The answer to HEAD has no body, so the same document goes into a header. */
export function refusalReply(
  refusal: Refusal,
  { method, requestId, hostId }: Pick<ReplyFacts, 'method' | 'requestId' | 'hostId'>,
): OssReply {
  const { status, code, message, details = {} } = refusal;
  const document = xmlDocument('Error', {
    Code: code,
    Message: message,
    RequestId: requestId,
    HostId: hostId,
    ...details,
  });
  const { EC } = details;
  const headers: Record<string, string> = { 'Content-Type': 'application/xml' };
  if (EC !== undefined) headers['x-oss-ec'] = EC;
  return method === 'HEAD'
    ? { status, headers: { ...headers, 'x-oss-err': Buffer.from(document).toString('base64') } }
    : { status, headers, body: document };
}
