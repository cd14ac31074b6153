import { randomUUID } from 'node:crypto';
import * as sdk from '@alicloud/imagesearch20201214';
import * as openApi from '@alicloud/openapi-client';
import { RuntimeOptions } from '@alicloud/tea-util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { sdkClientOf, sdkFailure } from '../support/official-sdk.ts';
import { startEmulator } from '../support/start-emulator.ts';

const MINUTE = 60_000;

type Client = InstanceType<typeof openApi.default.default>;

/** Node gives an ES module the CommonJS exports object under `default`; a bundler gives the class itself. */
const loaded: unknown = openApi.default;
const ClientClass = (
  typeof loaded === 'function' ? loaded : (loaded as { default: unknown }).default
) as typeof openApi.default.default;

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ taskDurationMs: 0 });
});
afterAll(() => emulator.close());

/** Signs one of the two ways, and lets a call choose its nonce and its time. */
const FORMS = {
  acs3: {
    config: {},
    place: 'headers',
    nonce: 'x-acs-signature-nonce',
    date: 'x-acs-date',
  },
  'the older signature': {
    config: { signatureAlgorithm: 'v2' },
    place: 'query',
    nonce: 'SignatureNonce',
    date: 'Timestamp',
  },
} as const;

interface Call {
  readonly action?: string;
  readonly method?: 'GET' | 'POST';
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, string>>;
  /** Beside the parameters: what the form of signing reads from headers or from the query. */
  readonly signed?: Readonly<Record<string, string>>;
}

/** One call by Alibaba's generic client, the one under all its SDKs. */
async function call(
  form: (typeof FORMS)[keyof typeof FORMS],
  { action = 'Detail', method = 'POST', query = {}, body, signed = {} }: Call,
  more: object = {},
): Promise<Record<string, unknown>> {
  const client: Client = new ClientClass(
    new openApi.Config({
      accessKeyId: emulator.accessKeyId,
      accessKeySecret: emulator.accessKeySecret,
      endpoint: emulator.imageSearchEndpoint,
      regionId: emulator.regionId,
      ...form.config,
      ...more,
    }),
  );
  const params = new openApi.Params({
    action,
    version: '2020-12-14',
    protocol: 'HTTP',
    method,
    authType: 'AK',
    style: 'RPC',
    pathname: '/',
    reqBodyType: 'formData',
    bodyType: 'json',
  });
  const request = new openApi.OpenApiRequest({
    query: { ...query, ...(form.place === 'query' && signed) },
    headers: form.place === 'headers' ? signed : {},
    ...(body && { body }),
  });
  const answer = await client.callApi(
    params,
    request,
    new RuntimeOptions({ readTimeout: 10_000, connectTimeout: 10_000 }),
  );
  return answer['body'];
}

const failure = (work: Promise<unknown>): Promise<{ readonly code?: string; readonly statusCode?: number }> =>
  work.then(
    () => expect.fail('The client did not reject'),
    (reason) => reason,
  );

const iso = (time: number) => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');

describe.each(Object.entries(FORMS))("Alibaba's generic client, signing by %s", (_, form) => {
  const InstanceName = 'emulated';
  const odd = { ProductId: "a b+c&d=e%'()*", PicName: '图/片.jpg' };

  it.each<[string, Call]>([
    ['POST, in the query', { query: { InstanceName, ...odd } }],
    ['POST, in the form', { body: { InstanceName, ...odd } }],
    ['POST, in both', { query: { InstanceName }, body: odd }],
    ['GET', { method: 'GET', query: { InstanceName, ...odd } }],
  ])('is answered when its parameters come by %s', async (_way, how) => {
    const answer = await call(form, { action: 'CheckImageExists', ...how });
    expect(answer).toMatchObject({ Success: true, Exists: false });
  });

  it.each<[string, Call, object, string, number]>([
    ['the secret is wrong', {}, { accessKeySecret: 'wrong' }, 'SignatureDoesNotMatch', 400],
    ['the key id is unknown', {}, { accessKeyId: 'who' }, 'InvalidAccessKeyId.NotFound', 404],
    [
      'a token is sent that was never given',
      {},
      { securityToken: 't', type: 'sts' },
      'InvalidSecurityToken.MismatchWithAccessKey',
      400,
    ],
    [
      'the date is 16 minutes old',
      { signed: { [form.date]: iso(Date.now() - 16 * MINUTE) } },
      {},
      'InvalidTimeStamp.Expired',
      400,
    ],
    [
      'the date is 16 minutes ahead',
      { signed: { [form.date]: iso(Date.now() + 16 * MINUTE) } },
      {},
      'InvalidTimeStamp.Expired',
      400,
    ],
    ['the date is none', { signed: { [form.date]: 'today' } }, {}, 'InvalidTimeStamp.Format', 400],
    ['the action is unknown', { action: 'DropEverything' }, {}, 'InvalidAction.NotFound', 404],
  ])('is refused when %s', async (_why, how, more, code, statusCode) => {
    const refused = await failure(call(form, { query: { InstanceName }, ...how }, more));
    expect(refused).toMatchObject({ code, statusCode });
  });

  it('is refused when its nonce was used before, by either way of signing', async () => {
    const nonce = randomUUID();
    const once = { query: { InstanceName }, signed: { [form.nonce]: nonce } };
    expect(await call(form, once)).toMatchObject({ Success: true });
    for (const other of Object.values(FORMS)) {
      const again = call(other, { ...once, signed: { [other.nonce]: nonce } });
      expect(await failure(again)).toMatchObject({ code: 'SignatureNonceUsed', statusCode: 400 });
    }
  });
});

describe("Alibaba's SDK for Image Search, signing by the older signature", () => {
  const older = { signatureAlgorithm: 'v2' };
  const named = { instanceName: 'emulated' };

  it('calls every operation of batch tasks, as with ACS3', async () => {
    const client = sdkClientOf(emulator, older);
    const { body: detail } = await client.detail(new sdk.DetailRequest(named));
    expect(detail).toMatchObject({ success: true, instance: { name: 'emulated' } });
    const { body: started } = await client.increaseInstance(
      new sdk.IncreaseInstanceRequest({ ...named, bucketName: 'emulated-bucket', path: '/a b' }),
    );
    expect(started).toMatchObject({ success: true, data: { id: '1', incrementStatus: 'PROCESSING' } });
    const { body: listed } = await client.increaseList(new sdk.IncreaseListRequest({ ...named, id: 1 }));
    expect(listed?.data?.increments?.instance).toMatchObject([{ id: 1, path: '/a b' }]);
    const { body: found } = await client.checkImageExists(
      new sdk.CheckImageExistsRequest({ ...named, productId: 'p', picName: 'a.jpg' }),
    );
    expect(found).toMatchObject({ success: true, exists: false });
  });

  it.each([-16, 16])('is refused when the clock of the server is %i minutes off', async (minutes) => {
    const clock = new FakeClock({ startsAt: Date.now() + minutes * MINUTE });
    await using off = await startEmulator({ clock });
    for (const more of [{}, older]) {
      const refused = await sdkFailure(sdkClientOf(off, more).detail(new sdk.DetailRequest(named)));
      expect(refused).toMatchObject({ code: 'InvalidTimeStamp.Expired', statusCode: 400 });
    }
  });
});
