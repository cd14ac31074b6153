import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../../src/emulator/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { increase, listData, type RpcCall, rpcCall } from '../../support/rpc-call.ts';
import { startEmulator } from '../../support/start-emulator.ts';

const MINUTE = 60_000;
const SECRET = 'the-very-secret-of-the-emulator';

const clock = new FakeClock(); // stands still: no task ever ends, none is started here
let emulator: Emulator;
const defects: unknown[] = [];
beforeAll(async () => {
  emulator = await startEmulator({
    clock,
    accessKeySecret: SECRET,
    onDefect: (error) => void defects.push(error),
  });
});
afterAll(async () => {
  await emulator.close();
  expect(defects).toEqual([]);
});

const signedHeaders = ['x-acs-date', 'x-acs-signature-nonce', 'x-acs-content-sha256'] as const;

describe('the RPC server', () => {
  it('answers with a request id, the same in header and body, when all is well', async () => {
    const { status, requestId, body } = await rpcCall(emulator, { action: 'Detail' });
    expect(status).toBe(200);
    expect(requestId).toMatch(/^[0-9A-F-]{36}$/);
    expect(body).toMatchObject({ RequestId: requestId, Success: true });
  });

  it.each<[string, RpcCall, number, string]>([
    ['the secret is wrong', { accessKeySecret: 'wrong' }, 400, 'SignatureDoesNotMatch'],
    ['the key id is unknown', { accessKeyId: 'who' }, 404, 'InvalidAccessKeyId.NotFound'],
    ['the date is 16 minutes old', { date: clock.now() - 16 * MINUTE }, 400, 'InvalidTimeStamp.Expired'],
    ['the date is 16 minutes ahead', { date: clock.now() + 16 * MINUTE }, 400, 'InvalidTimeStamp.Expired'],
    ['the digest is of another body', { digest: '0'.repeat(64) }, 400, 'SignatureDoesNotMatch'],
    ['a signed header was changed', { headers: { 'x-acs-action': 'Detail' } }, 400, 'SignatureDoesNotMatch'],
    ['a header came on top unsigned', { headers: { 'x-acs-extra': '1' } }, 400, 'IncompleteSignature'],
    [
      'a token is sent that was never given',
      { headers: { 'x-acs-security-token': 't' } },
      400,
      'IncompleteSignature',
    ],
    [
      'Authorization is of another scheme',
      { headers: { authorization: 'Basic YTpi' } },
      400,
      'IncompleteSignature',
    ],
    ['the action is unknown', { action: 'DropEverything' }, 404, 'InvalidAction.NotFound'],
    ['the action is a name that every object has', { action: 'toString' }, 404, 'InvalidAction.NotFound'],
    ['the version is of 2019', { version: '2019-03-25' }, 400, 'InvalidVersion'],
    ['the instance name is empty', { query: { InstanceName: '' } }, 400, 'MissingInstanceName'],
    ['the instance name is missing', { form: {} }, 400, 'MissingInstanceName'],
    ['the instance is unknown', { query: { InstanceName: 'other' } }, 400, 'Console.InstanceNotFound'],
    [
      'the instance is unknown to an image call',
      { action: 'CheckImageExists', form: { InstanceName: 'other', ProductId: 'p', PicName: 'a.jpg' } },
      400,
      'InvalidInstance',
    ],
    [
      'the product id is missing',
      { action: 'CheckImageExists', form: { InstanceName: 'emulated', PicName: 'a.jpg' } },
      400,
      'NoSpecifiedProductId',
    ],
    [
      'the picture name is missing',
      { action: 'CheckImageExists', form: { InstanceName: 'emulated', ProductId: 'p' } },
      400,
      'NoSpecifiedPicName',
    ],
  ])('refuses when %s', async (_, call, status, Code) => {
    const answer = await rpcCall(emulator, call);
    expect(answer).toMatchObject({
      status,
      body: { Code, RequestId: answer.requestId, HostId: emulator.imageSearchEndpoint },
    });
    expect(JSON.stringify(answer.body)).not.toContain(SECRET);
  });

  it('takes a request whose date is 14 minutes off', async () => {
    for (const off of [-14, 14]) {
      const { status } = await rpcCall(emulator, { date: clock.now() + off * MINUTE });
      expect(status).toBe(200);
    }
  });

  it('refuses a nonce when it was used before, but not one of a request that was refused', async () => {
    expect((await rpcCall(emulator, { nonce: 'n', accessKeySecret: 'wrong' })).status).toBe(400);
    expect((await rpcCall(emulator, { nonce: 'n' })).status).toBe(200);
    expect(await rpcCall(emulator, { nonce: 'n' })).toMatchObject({
      status: 400,
      body: { Code: 'SignatureNonceUsed' },
    });
  });

  it.each(['authorization', ...signedHeaders])('refuses a request without %s', async (name) => {
    const headers = Object.fromEntries(
      ['authorization', ...signedHeaders].filter((one) => one !== name).map((one) => [one, 'x']),
    );
    if (name !== 'authorization')
      headers['authorization'] =
        `ACS3-HMAC-SHA256 Credential=${emulator.accessKeyId},SignedHeaders=host,Signature=0`;
    const answer = await fetch(`http://${emulator.imageSearchEndpoint}/`, { method: 'POST', headers });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ Code: 'MissingParameter' });
  });

  it('reads parameters from the query and from the form alike', async () => {
    const InstanceName = 'emulated';
    const names = { ProductId: 'a b+c&d', PicName: '图/片.jpg' };
    for (const call of [
      { query: { InstanceName, ...names } },
      { form: { InstanceName, ...names } },
      { query: { InstanceName }, form: names },
    ]) {
      const { status, body } = await rpcCall(emulator, { action: 'CheckImageExists', ...call });
      expect([status, body['Exists']]).toEqual([200, false]);
    }
  });

  it('refuses a body of more than 8 MiB', async () => {
    const answer = await rpcCall(emulator, { form: { PicContent: 'x'.repeat(8 * 2 ** 20) } });
    expect(answer).toMatchObject({ status: 400, body: { Code: 'BadRequest' } });
  });

  it('lives on, and calls it no defect, when a client goes away within its request', async () => {
    const [host = '', port = ''] = emulator.imageSearchEndpoint.split(':');
    const socket = connect(Number(port), host);
    await new Promise<void>((resolve) => {
      socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nInstance', () => resolve());
    });
    await new Promise((resolve) => setTimeout(resolve, 50)); // so that the emulator reads the body
    socket.resetAndDestroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await rpcCall(emulator, {})).status).toBe(200);
    expect(defects).toEqual([]);
  });
});

describe('IncreaseInstance', () => {
  it.each<[string, Record<string, string>, string]>([
    ['Path ends with a slash', { Path: '/spring/' }, 'Console.BadRequest'],
    ['Path lacks the slash it begins with', { Path: 'spring' }, 'Console.BadRequest'],
    ['Path is empty', { Path: '' }, 'MissingPath'],
    ['BucketName is empty', { BucketName: '' }, 'MissingBucketName'],
    ['CallbackAddress has no scheme', { CallbackAddress: 'shop.example' }, 'Console.BadRequest'],
    ['CallbackAddress is of ftp', { CallbackAddress: 'ftp://shop.example/' }, 'Console.BadRequest'],
    ['CallbackAddress has no host', { CallbackAddress: 'http://' }, 'Console.BadRequest'],
    ['the instance is unknown', { InstanceName: 'other' }, 'Console.InstanceNotFound'],
  ])('starts no task when %s', async (_, query, Code) => {
    expect(await increase(emulator, query)).toMatchObject({ status: 400, body: { Code } });
    expect((await listData(emulator)).TotalCount).toBe(0);
  });
});

describe('IncreaseList', () => {
  it.each([
    ['PageNumber', '0'],
    ['PageNumber', '500'], // the metadata excludes it
    ['PageNumber', '1.5'],
    ['PageNumber', 'x'],
    ['PageSize', '0'],
    ['PageSize', '501'],
    ['PageSize', '-1'],
    ['Id', 'x'],
    ['Id', '0'],
  ])('refuses %s %s', async (name, value) => {
    const answer = await rpcCall(emulator, { query: { [name]: value } });
    expect(answer).toMatchObject({ status: 400, body: { Code: 'Console.BadRequest' } });
    expect(answer.body['Message']).toContain(name);
  });

  it('takes the greatest page and the greatest size', async () => {
    expect(await listData(emulator, { PageNumber: '499', PageSize: '500' })).toEqual({
      Increments: { Instance: [] },
      PageNumber: 499,
      PageSize: 500,
      TotalCount: 0,
    });
  });
});
