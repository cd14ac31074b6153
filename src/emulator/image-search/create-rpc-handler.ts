import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../shared/sleep.ts';
import type { Account } from '../signature/account.ts';
import { ACS3_NONCE_MS, verifyAcs3 } from '../signature/acs3.ts';
import { splitUrl } from '../signature/canonical-text.ts';
import { Nonces } from '../signature/nonces.ts';
import { type SignedRequest, signedRequestOf } from '../signature/signed-request.ts';
import type { InstanceState } from './instance-state.ts';
import { RPC_OPERATIONS, type RpcParameters, type RpcServer } from './rpc-operations.ts';
import { RpcRefusal } from './rpc-refusal.ts';

export interface RpcHandlerOptions {
  readonly server: RpcServer;
  readonly instances: ReadonlyMap<string, InstanceState>;
  readonly accounts: readonly Account[];
  readonly clock: Clock;
  /** Hears of faults of the emulator itself; the client gets a 500. */
  readonly onDefect: (error: unknown) => void;
}

const VERSION = '2020-12-14';
const MAX_BODY_BYTES = 8 * 1024 * 1024; // help page "FAQ", Jan 12 2026

/** Image Search's RPC operations as a listener for the requests of a `node:http` server. */
export function createRpcHandler(
  options: RpcHandlerOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const nonces = new Nonces(ACS3_NONCE_MS);
  return async (incoming, response) => {
    const requestId = randomUUID().toUpperCase();
    const send = (status: number, answer: object) => {
      const text = JSON.stringify({ RequestId: requestId, ...answer });
      response.writeHead(status, {
        'content-type': 'application/json;charset=utf-8',
        'content-length': Buffer.byteLength(text),
        'x-acs-request-id': requestId,
      });
      response.end(text);
    };
    try {
      const request = { ...signedRequestOf(incoming), body: await readBody(incoming) };
      send(200, answerRpc(request, options, nonces));
    } catch (error) {
      if (response.destroyed) return;
      const refusal =
        error instanceof RpcRefusal
          ? error
          : new RpcRefusal(500, 'InternalError', 'The request processing has failed.');
      send(refusal.status, {
        HostId: incoming.headers.host ?? '',
        Code: refusal.code,
        Message: refusal.message,
      });
      if (!(error instanceof RpcRefusal)) options.onDefect(error);
    }
  };
}

function answerRpc(
  request: SignedRequest,
  { server, instances, accounts, clock }: RpcHandlerOptions,
  nonces: Nonces,
): object {
  const verdict = verifyAcs3(request, { accounts, clock, nonces });
  if (!verdict.ok) throw new RpcRefusal(verdict.status, verdict.code, verdict.message);
  const { 'x-acs-action': action = '', 'x-acs-version': version } = request.headers;
  if (version !== VERSION)
    throw new RpcRefusal(
      400,
      'InvalidVersion',
      `Specified parameter Version is not valid: only ${VERSION} is here`,
    );
  if (!Object.hasOwn(RPC_OPERATIONS, action)) {
    throw new RpcRefusal(
      404,
      'InvalidAction.NotFound',
      `Specified api is not found: the emulator has ${Object.keys(RPC_OPERATIONS).join(', ')}`,
    );
  }
  const operation = RPC_OPERATIONS[action as keyof typeof RPC_OPERATIONS];
  const parameters = parametersOf(request);
  const missing = operation.required.find((name) => !parameters[name]);
  if (missing !== undefined)
    throw new RpcRefusal(400, `Missing${missing}`, `${missing} is mandatory for this action.`);
  const instance = instances.get(parameters['InstanceName'] ?? '');
  if (instance === undefined)
    throw new RpcRefusal(400, operation.unknownInstance, 'The specified instance is not found.');
  return operation.run(parameters, instance, server);
}

/** From the query and the form alike: Alibaba's clients use now the one, now the other. */
function parametersOf({ url, body }: SignedRequest): RpcParameters {
  const query = new URLSearchParams(splitUrl(url).query);
  const form = new URLSearchParams(Buffer.from(body ?? []).toString());
  return Object.fromEntries([...query, ...form]);
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY_BYTES)
      throw new RpcRefusal(400, 'BadRequest', `The body is larger than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks, size);
}
