import { createHash, randomUUID } from 'node:crypto';
import type { Emulator } from '../../src/emulator/index.ts';
import { acs3Authorization } from '../../src/emulator/signature/acs3.ts';

/** An emulator, here or in another process, as far as calls need to know it. */
export type ReachedEmulator = Pick<
  Emulator,
  | 'imageSearchEndpoint'
  | 'ossEndpoint'
  | 'regionId'
  | 'accessKeyId'
  | 'accessKeySecret'
  | 'instanceName'
  | 'bucketName'
>;

export interface RpcCall {
  readonly action?: string | undefined;
  readonly version?: string | undefined;
  /** @default 'POST' */
  readonly method?: 'GET' | 'POST';
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly form?: Readonly<Record<string, string>> | undefined;
  /** In ms since 1970. */
  readonly date?: number;
  readonly nonce?: string;
  /** Of the body; another one than it has, to see it refused. */
  readonly digest?: string;
  readonly accessKeyId?: string;
  readonly accessKeySecret?: string;
  /** Headers to send over the signed ones. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RpcReply {
  readonly status: number;
  /** Of the header. */
  readonly requestId: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One signed call over HTTP, by hand. InstanceName is the emulator's unless the query or the form names one. */
export async function rpcCall(emulator: ReachedEmulator, call: RpcCall): Promise<RpcReply> {
  const { action = 'IncreaseList', version = '2020-12-14', method = 'POST' } = call;
  const { date = Date.now(), nonce = randomUUID() } = call;
  const { accessKeyId = emulator.accessKeyId, accessKeySecret = emulator.accessKeySecret } = call;
  const query = new URLSearchParams({
    ...(call.form === undefined && { InstanceName: emulator.instanceName }),
    ...call.query,
  });
  const url = `/?${query}`;
  const body = Buffer.from(new URLSearchParams(call.form).toString());
  const headers = {
    host: emulator.imageSearchEndpoint,
    'x-acs-action': action,
    'x-acs-version': version,
    'x-acs-date': new Date(date).toISOString().replace(/\.\d+Z$/, 'Z'),
    'x-acs-signature-nonce': nonce,
    'x-acs-content-sha256': call.digest ?? createHash('sha256').update(body).digest('hex'),
    'content-type': 'application/x-www-form-urlencoded',
  };
  const authorization = acs3Authorization({ method, url, headers, body }, { accessKeyId, accessKeySecret });
  const answer = await fetch(`http://${emulator.imageSearchEndpoint}${url}`, {
    method,
    headers: { ...headers, authorization, ...call.headers },
    ...(method === 'POST' && { body }),
  });
  return {
    status: answer.status,
    requestId: answer.headers.get('x-acs-request-id'),
    body: (await answer.json()) as RpcReply['body'],
  };
}

/** An item of IncreaseList, as it comes over the wire. */
export interface ListedTask {
  readonly Id: number;
  readonly BucketName: string;
  readonly Path: string;
  readonly CallbackAddress: string;
  readonly Status: string;
  readonly Code: string;
  readonly Msg: string;
  readonly ErrorUrl: string;
  readonly UtcCreate: string;
  readonly UtcModified: number;
}

interface ListData {
  readonly Increments: { readonly Instance: readonly ListedTask[] };
  readonly PageNumber: number;
  readonly PageSize: number;
  readonly TotalCount: number;
}

export async function listData(
  emulator: ReachedEmulator,
  query: Readonly<Record<string, string>> = {},
  call: RpcCall = {},
): Promise<ListData> {
  const { body } = await rpcCall(emulator, { ...call, action: 'IncreaseList', query });
  return body['Data'] as ListData;
}

export const increase = (
  emulator: ReachedEmulator,
  query: Readonly<Record<string, string>> = {},
  call: RpcCall = {},
): Promise<RpcReply> =>
  rpcCall(emulator, {
    ...call,
    action: 'IncreaseInstance',
    query: {
      InstanceName: emulator.instanceName,
      BucketName: emulator.bucketName,
      Path: '/spring',
      ...query,
    },
  });
