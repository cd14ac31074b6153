import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../shared/async/sleep.ts';
import { type Account, findAccount } from '../signature/account.ts';
import { splitUrl } from '../signature/canonical-text.ts';
import { RPC_NONCE_MS } from '../signature/gateway-checks.ts';
import { Nonces } from '../signature/nonces.ts';
import { rpcCallForm } from '../signature/rpc-call-form.ts';
import { type SignedRequest, signedRequestOf } from '../signature/signed-request.ts';
import { checkRpcAccess } from './check-rpc-access.ts';
import type { InstanceState } from './instance-state.ts';
import type { InstanceOperation, RpcAnswer, RpcParameters, RpcServer } from './operations/rpc-operation.ts';
import { RPC_OPERATIONS } from './operations/rpc-operations.ts';
import { readBeginning } from './read-beginning.ts';
import type { RequestRates } from './request-rates.ts';
import { RpcRefusal } from './rpc-refusal.ts';

export interface RpcHandlerOptions {
  readonly server: RpcServer;
  readonly instances: ReadonlyMap<string, InstanceState>;
  readonly accounts: readonly Account[];
  readonly clock: Clock;
  /** The clock that the dates of requests are compared with. @default clock */
  readonly signersClock?: Pick<Clock, 'now'> | undefined;
  /** Undefined when no rate limit applies. */
  readonly rates: RequestRates | undefined;
  /** Called with defects of the emulator itself; the client gets a 500. */
  readonly onDefect: (error: unknown) => void;
}

const METHODS = ['GET', 'POST'];
const MAX_BODY_BYTES = 8 * 1024 * 1024; // help page "FAQ", Jan 12 2026
/** How much of a too large body is read, so that its sender can finish and read the refusal. */
const MAX_READ_BYTES = 8 * MAX_BODY_BYTES;

/** Image Search's RPC operations as a listener for the requests of a `node:http` server. */
export function createRpcHandler(
  options: RpcHandlerOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const nonces = new Nonces(RPC_NONCE_MS);
  const { clock, signersClock = clock } = options;
  return async (incoming, response) => {
    const requestId = randomUUID().toUpperCase();
    const send = (status: number, answer: object) => {
      const text = JSON.stringify({ RequestId: requestId, ...answer });
      if (!incoming.complete) response.setHeader('connection', 'close'); // the rest would be read as a request
      response.writeHead(status, {
        'content-type': 'application/json;charset=utf-8',
        'content-length': Buffer.byteLength(text),
        'x-acs-request-id': requestId,
        date: new Date(signersClock.now()).toUTCString(),
      });
      response.end(text);
    };
    try {
      const request = { ...signedRequestOf(incoming), body: await readBody(incoming) };
      send(200, await answerRpc(request, options, nonces));
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

async function answerRpc(
  request: SignedRequest,
  { server, instances, accounts, clock, signersClock = clock, rates }: RpcHandlerOptions,
  nonces: Nonces,
): Promise<RpcAnswer> {
  const { path } = splitUrl(request.url);
  if (path !== '/' || !METHODS.includes(request.method))
    throw new RpcRefusal(
      404,
      'InvalidAction.NotFound',
      `Calls are made by GET or POST to /, not by ${request.method} to ${path}`,
    );
  const parameters = parametersOf(request);
  const { action, version, verify } = rpcCallForm(request, parameters);
  const verdict = verify({ accounts, clock: signersClock, nonces });
  if (!verdict.ok) throw new RpcRefusal(verdict.status, verdict.code, verdict.message);
  const operation = RPC_OPERATIONS.get(action);
  if (operation === undefined) {
    throw new RpcRefusal(
      404,
      'InvalidAction.NotFound',
      `Specified api is not found: the emulator has ${[...RPC_OPERATIONS.keys()].join(', ')}`,
    );
  }
  if (version !== operation.version)
    throw new RpcRefusal(
      400,
      'InvalidVersion',
      `Specified parameter Version is not valid: ${action} is of ${operation.version}`,
    );
  const [missing] = Object.entries(operation.required).filter(([name]) => !parameters[name]);
  if (missing !== undefined)
    throw new RpcRefusal(400, missing[1], `${missing[0]} is mandatory for this action.`);
  const caller = findAccount(accounts, verdict.accessKeyId);
  if (caller === undefined) throw new Error('Defect in the emulator: a verified call is of no account');
  checkRpcAccess(action, operation, parameters, caller, server.regionId);
  if (!('unknownInstance' in operation)) return operation.run(parameters, server, caller);
  const instance = instances.get(parameters['InstanceName'] ?? '');
  if (instance === undefined)
    throw new RpcRefusal(400, operation.unknownInstance, 'The specified instance is not found.');
  checkRate(action, operation, instance, rates, clock.now());
  return operation.run(parameters, instance, server);
}

function checkRate(
  action: string,
  { rate }: InstanceOperation,
  { options }: InstanceState,
  rates: RequestRates | undefined,
  now: number,
): void {
  if (rate === undefined || rates === undefined) return;
  const perSecond = rate.perSecond(options);
  if (rates.admit(`${options.name} ${action}`, perSecond, now)) return;
  throw new RpcRefusal(
    rate.status,
    'DeniedRequest',
    `Denied by the flow control of the instance: ${action} may be called ${perSecond} times a second`,
  );
}

/** The parameters of query and form: Alibaba's clients use both. */
function parametersOf({ url, body }: SignedRequest): RpcParameters {
  const query = new URLSearchParams(splitUrl(url).query);
  const form = new URLSearchParams(Buffer.from(body ?? []).toString());
  return Object.fromEntries([...query, ...form]);
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const { kept, size } = await readBeginning(incoming, MAX_BODY_BYTES, MAX_READ_BYTES);
  if (size <= MAX_BODY_BYTES) return kept;
  throw new RpcRefusal(400, 'BadRequest', `The body is larger than ${MAX_BODY_BYTES} bytes`);
}
