import { request } from 'node:https';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../../samples/make-images.ts';
import type { Emulator } from '../../../src/emulator/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { rpcCall } from '../../support/rpc-call.ts';
import { startEmulator } from '../../support/start-emulator.ts';

interface Grant {
  readonly AccessKeyId: string;
  readonly Bucket: string;
  readonly EncodedPolicy: string;
  readonly Endpoint: string;
  readonly ObjectKey: string;
  readonly Signature: string;
  readonly UseAccelerate: boolean;
}

const clock = new FakeClock();
let emulator: Emulator;
let jpeg: Buffer;
beforeAll(async () => {
  emulator = await startEmulator({ clock });
  jpeg = Buffer.from(await makeImage({ format: 'jpeg', width: 120, height: 100 }));
});
afterAll(() => emulator.close());

async function authorize(): Promise<Grant> {
  const { status, body } = await rpcCall(emulator, {
    action: 'AuthorizeFileUpload',
    version: '2019-12-19',
    method: 'GET',
    query: { Product: 'ImageSearch', RegionId: 'cn-shanghai' },
    date: clock.now(),
  });
  expect(status).toBe(200);
  return body as unknown as Grant; // by the document of the operation, and looked at below
}

const formOf = (grant: Grant) => ({
  OSSAccessKeyId: grant.AccessKeyId,
  policy: grant.EncodedPolicy,
  Signature: grant.Signature,
  key: grant.ObjectKey,
});

/** Without a file when `bytes` is null. */
function upload(
  form: Readonly<Record<string, string | undefined>>,
  bytes: Buffer | null = jpeg,
  type = 'multipart/form-data; boundary=xYz',
) {
  const fields = Object.entries(form)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `--xYz\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  const head = '--xYz\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n';
  const file = bytes === null ? [] : [Buffer.from(head), bytes, Buffer.from('\r\n')];
  return post(Buffer.concat([Buffer.from(fields.join('')), ...file, Buffer.from('--xYz--\r\n')]), {
    'content-type': type,
  });
}

function post(body: Buffer, headers: Readonly<Record<string, string>>, method = 'POST') {
  return new Promise<{ status: number; text: string; etag: string | undefined }>((resolve, reject) => {
    const sent = request(
      `${emulator.uploadEndpoint}/`,
      { method, rejectUnauthorized: false, headers: { ...headers, 'content-length': body.length } },
      (answer) => {
        let text = '';
        answer.on('data', (chunk) => {
          text += chunk;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text, etag: answer.headers.etag }));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

const addImage = (PicContent: string) =>
  rpcCall(emulator, {
    action: 'AddImage',
    form: { InstanceName: 'emulated', ProductId: 'P', PicName: 'a.jpg', PicContent },
    date: clock.now(),
  });

describe('AuthorizeFileUpload', () => {
  it('answers with an address of this machine in two pieces, and another key each time', async () => {
    const grant = await authorize();
    expect(`https://${grant.Bucket}.${grant.Endpoint}`).toBe(emulator.uploadEndpoint);
    expect(grant).toMatchObject({ Bucket: '127', UseAccelerate: false });
    expect((await authorize()).ObjectKey).not.toBe(grant.ObjectKey);
    expect(JSON.parse(Buffer.from(grant.EncodedPolicy, 'base64').toString())).toEqual({
      expiration: new Date(clock.now() + 15 * 60_000).toISOString(),
      conditions: [
        ['eq', '$key', grant.ObjectKey],
        ['content-length-range', 0, 8 * 2 ** 20],
      ],
    });
  });

  it('tells nobody the secret of the emulator, nor lets it sign a policy', async () => {
    const grant = await authorize();
    expect(JSON.stringify(grant)).not.toContain(emulator.accessKeySecret);
    expect(grant.AccessKeyId).not.toBe(emulator.accessKeyId);
  });

  it.each<[string, object, number, string]>([
    ['the version is that of Image Search', { version: '2020-12-14' }, 400, 'InvalidVersion'],
    ['no product is named', { query: {} }, 400, 'MissingProduct'],
    ['the secret is wrong', { accessKeySecret: 'wrong' }, 400, 'SignatureDoesNotMatch'],
  ])('is refused when %s', async (_, call, status, Code) => {
    const refused = await rpcCall(emulator, {
      action: 'AuthorizeFileUpload',
      version: '2019-12-19',
      query: { Product: 'ImageSearch' },
      date: clock.now(),
      ...call,
    });
    expect(refused).toMatchObject({ status, body: { Code } });
  });
});

describe('the place of uploads', () => {
  it('is closed with the emulator, also when a client never begins its handshake', async () => {
    const own = await startEmulator();
    const { hostname, port } = new URL(own.uploadEndpoint);
    const socket = connect(Number(port), hostname);
    await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
    const ended = new Promise<void>((resolve) =>
      socket
        .resume()
        .on('error', () => undefined)
        .once('close', () => resolve()),
    );
    await own.close();
    await ended;
    expect(socket.destroyed).toBe(true);
  });
});

describe('an upload by form', () => {
  it.each([
    [undefined, 204, ''],
    ['200', 200, ''],
    ['200\r\n', 200, ''], // as Alibaba's SDK ends its last field
    ['teapot', 204, ''],
  ])('is answered without a body when success_action_status is %s', async (wanted, status, text) => {
    const form = { ...formOf(await authorize()), success_action_status: wanted };
    expect(await upload(form)).toMatchObject({
      status,
      text,
      etag: expect.stringMatching(/^"[0-9A-F]{32}"$/),
    });
  });

  it('is described when success_action_status is 201, and the image can be added from then on', async () => {
    const grant = await authorize();
    const url = `http://${grant.Bucket}.${grant.Endpoint}/${grant.ObjectKey}`;
    expect(await addImage(url)).toMatchObject({ status: 400, body: { Code: 'PicNotExist' } });
    const { status, text, etag } = await upload({ ...formOf(grant), success_action_status: '201' });
    expect(status).toBe(201);
    expect(text).toContain(`<Key>${grant.ObjectKey}</Key><ETag>&quot;${etag?.slice(1, -1)}&quot;</ETag>`);
    for (const again of [url, url, url.replace('http:', 'https:')])
      expect(await addImage(again)).toMatchObject({ status: 200 });
    expect(await addImage(`${url}x`)).toMatchObject({ status: 400, body: { Code: 'PicNotExist' } });
  });

  it('overwrites when the same grant is used again', async () => {
    const grant = await authorize();
    const url = `http://${grant.Bucket}.${grant.Endpoint}/${grant.ObjectKey}`;
    await upload(formOf(grant), Buffer.from('text'));
    expect(await addImage(url)).toMatchObject({ body: { Code: 'UnsupportedPicFormat' } });
    await upload(formOf(grant));
    expect(await addImage(url)).toMatchObject({ status: 200 });
  });

  it.each<[string, (grant: Grant) => Readonly<Record<string, string | undefined>>, number, string, string]>([
    ['it has no policy', () => ({ policy: undefined }), 400, 'InvalidArgument', 'policy'],
    ['it has no key', () => ({ key: undefined }), 400, 'InvalidArgument', 'key'],
    ['the key id is unknown', () => ({ OSSAccessKeyId: 'who' }), 403, 'InvalidAccessKeyId', 'who'],
    ['the signature is another', () => ({ Signature: 'AAAA' }), 403, 'SignatureDoesNotMatch', 'AAAA'],
    [
      'the policy was changed',
      ({ EncodedPolicy }) => ({ policy: `${EncodedPolicy}A` }),
      403,
      'SignatureDoesNotMatch',
      'StringToSign',
    ],
    ['the key is not the granted one', () => ({ key: 'other' }), 403, 'AccessDenied', '$key'],
  ])('is refused when %s', async (_, change, status, code, about) => {
    const grant = await authorize();
    const refused = await upload({ ...formOf(grant), ...change(grant) });
    expect(refused.status).toBe(status);
    expect(refused.text).toContain(`<Code>${code}</Code>`);
    expect(refused.text).toContain(about);
  });

  it('is refused when its policy has expired, by the clock of the emulator', async () => {
    const form = formOf(await authorize());
    clock.advance(15 * 60_000);
    expect((await upload(form)).status).toBe(204);
    clock.advance(1);
    const refused = await upload(form);
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('Policy expired');
  });

  it.each<[string, (form: ReturnType<typeof formOf>) => ReturnType<typeof post>, number, string]>([
    ['there is no file', (form) => upload(form, null), 400, 'InvalidArgument'],
    ['there are two files', (form) => upload({ ...form, file: 'another' }), 400, 'InvalidArgument'],
    [
      'the type names no boundary',
      (form) => upload(form, jpeg, 'multipart/form-data'),
      400,
      'MalformedPOSTRequest',
    ],
    ['the type is another', (form) => upload(form, jpeg, 'application/json'), 400, 'MalformedPOSTRequest'],
    [
      'the file has 8 MiB and a byte',
      (form) => upload(form, Buffer.alloc(8 * 2 ** 20 + 1)),
      400,
      'EntityTooLarge',
    ],
    ['the body has 10 MiB', (form) => upload(form, Buffer.alloc(10 * 2 ** 20)), 400, 'EntityTooLarge'],
    ['it is no form at all', () => post(Buffer.from('x'), {}, 'PUT'), 501, 'NotImplemented'],
  ])('is refused when %s', async (_, send, status, code) => {
    const refused = await send(formOf(await authorize()));
    expect(refused.status).toBe(status);
    expect(refused.text).toContain(`<Code>${code}</Code>`);
  });

  it('makes room when more than 64 MiB lie there: the oldest go', async () => {
    const grants: Grant[] = [];
    for (let n = 0; n < 9; n++) {
      const grant = await authorize();
      expect((await upload(formOf(grant), Buffer.alloc(8 * 2 ** 20))).status).toBe(204);
      grants.push(grant);
    }
    const codes = [];
    for (const { Bucket, Endpoint, ObjectKey } of grants)
      codes.push((await addImage(`http://${Bucket}.${Endpoint}/${ObjectKey}`)).body['Code']);
    expect(codes).toEqual(['PicNotExist', ...Array<string>(8).fill('UnsupportedPicFormat')]);
  });
});
