import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Clock, systemClock } from '../../shared/async/sleep.ts';
import { atLeast } from '../../shared/options/checks.ts';
import type { Account } from '../signature/account.ts';
import { signedRequestOf } from '../signature/signed-request.ts';
import { handleOssRequest } from './handle-oss-request.ts';
import { hostName } from './oss-address.ts';
import type { OssState } from './oss-state.ts';
import { readRequestBody } from './request-body.ts';
import { answerOss, type ReplyFacts } from './send-oss-reply.ts';
import { MOST_OBJECT_BYTES } from './stored-object.ts';

export interface OssHandlerOptions {
  readonly state: OssState;
  readonly accounts: readonly Account[];
  /** Region of the server: `cn-shanghai`. */
  readonly regionId: string;
  /** Domains that serve one bucket each, with its name. @default no domains */
  readonly customDomains?: ReadonlyMap<string, string> | undefined;
  /** Called with defects of the emulator itself; the client gets a 500. */
  readonly onDefect: (error: unknown) => void;
  readonly clock?: Pick<Clock, 'now'> | undefined;
  /** The clock that the dates of requests are compared with. @default clock */
  readonly signersClock?: Pick<Clock, 'now'> | undefined;
  /** The longest body that is read. @default 1 GiB */
  readonly maxBodyBytes?: number | undefined;
}

/** OSS as a listener for the requests of a `node:http` server. */
export function createOssHandler(
  options: OssHandlerOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { clock = systemClock, onDefect } = options;
  const { bucketNames } = options.state;
  const server = { ...options, customDomains: options.customDomains ?? NO_DOMAINS, bucketNames, clock };
  const maxBodyBytes = atLeast(1, 'maxBodyBytes', options.maxBodyBytes ?? MOST_OBJECT_BYTES);

  return async (incoming, response) => {
    const started = clock.now();
    const requestId = randomBytes(12).toString('hex').toUpperCase();
    const request = signedRequestOf(incoming);
    const { method } = request;
    const facts = (): ReplyFacts => {
      const now = clock.now();
      const hostId = hostName(request.headers['host'] ?? '');
      return { method, requestId, hostId, now, durationMs: now - started };
    };
    const readBody = (mostBytes = maxBodyBytes) =>
      readRequestBody(incoming, Math.min(mostBytes, maxBodyBytes));
    await answerOss(incoming, response, facts, () => handleOssRequest(request, readBody, server), onDefect);
  };
}

const NO_DOMAINS: ReadonlyMap<string, string> = new Map();
