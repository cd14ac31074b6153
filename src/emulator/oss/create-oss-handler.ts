import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { atLeast } from '../../shared/checks.ts';
import { type Clock, systemClock } from '../../shared/sleep.ts';
import type { Account } from '../signature/account.ts';
import { signedRequestOf } from '../signature/signed-request.ts';
import { handleOssRequest, type OssTrace } from './handle-oss-request.ts';
import { hostName } from './oss-address.ts';
import type { OssReply } from './oss-call.ts';
import { OssRefusal, ossRefusal } from './oss-refusal.ts';
import type { OssState } from './oss-state.ts';
import { RequestAborted, readRequestBody } from './request-body.ts';
import { type ReplyFacts, refusalReply, sendOssReply } from './send-oss-reply.ts';

export interface OssHandlerOptions {
  readonly state: OssState;
  readonly accounts: readonly Account[];
  /** Region of the server: `cn-shanghai`. */
  readonly regionId: string;
  /** Domains that serve one bucket each, with its name. @default no domains */
  readonly customDomains?: ReadonlyMap<string, string> | undefined;
  /** Called with defects of the emulator itself; the client gets a 500. */
  readonly onDefect: (error: unknown) => void;
  readonly log?: ((entry: OssLogEntry) => void) | undefined;
  readonly clock?: Pick<Clock, 'now'> | undefined;
  /** The clock that the dates of requests are compared with. @default clock */
  readonly signersClock?: Pick<Clock, 'now'> | undefined;
  /** The longest body that is read. @default 1 GiB */
  readonly maxBodyBytes?: number | undefined;
  /** @default 24 random hexadecimal digits */
  readonly newRequestId?: (() => string) | undefined;
}

/** One answered request. */
export interface OssLogEntry extends Readonly<OssTrace> {
  readonly method: string;
  readonly status: number;
  /** The code of a refusal. */
  readonly code?: string | undefined;
  readonly requestId: string;
  readonly durationMs: number;
}

/** OSS as a listener for the requests of a `node:http` server. */
export function createOssHandler(
  options: OssHandlerOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { clock = systemClock, onDefect, log = () => {}, newRequestId = randomRequestId } = options;
  const { bucketNames } = options.state;
  const server = { ...options, customDomains: options.customDomains ?? NO_DOMAINS, bucketNames, clock };
  const maxBodyBytes = atLeast(1, 'maxBodyBytes', options.maxBodyBytes ?? 2 ** 30);

  return async (incoming, response) => {
    const started = clock.now();
    const requestId = newRequestId();
    const trace: OssTrace = {};
    const request = signedRequestOf(incoming);
    const { method } = request;
    const facts = (): ReplyFacts => {
      const now = clock.now();
      const hostId = hostName(request.headers['host'] ?? '');
      return { method, requestId, hostId, now, durationMs: now - started };
    };
    const send = (reply: OssReply, code?: string): void => {
      sendOssReply(response, reply, facts());
      const { durationMs } = facts();
      try {
        log({ method, status: reply.status, code, requestId, durationMs, ...trace });
      } catch (error) {
        onDefect(error); // the request is answered already, and a broken log must not change that
      }
    };
    try {
      send(await handleOssRequest(request, () => readRequestBody(incoming, maxBodyBytes), server, trace));
    } catch (error) {
      if (error instanceof RequestAborted) {
        response.destroy();
        return;
      }
      const refusal = error instanceof OssRefusal ? error.refusal : ossRefusal('InternalError');
      if (!response.headersSent) send(refusalReply(refusal, facts()), refusal.code);
      incoming.resume(); // the rest of the body must not block the connection
      if (!(error instanceof OssRefusal)) onDefect(error);
    }
  };
}

const NO_DOMAINS: ReadonlyMap<string, string> = new Map();

const randomRequestId = (): string => randomBytes(12).toString('hex').toUpperCase();
