import { describe, expect, it } from 'vitest';
import {
  type EmulatedUser,
  type Emulator,
  type RamPolicy,
  type RamStatement,
  startEmulator as startWithRates,
} from '../../../src/emulator/index.ts';
import { OssStore } from '../../../src/index.ts';
import { failureOf } from '../../support/failure.ts';
import { rpcCall } from '../../support/rpc-call.ts';
import { startEmulator } from '../../support/start-emulator.ts';

const allow = (Action: RamStatement['Action'], Resource: RamStatement['Resource'] = '*'): RamStatement => ({
  ...{ Effect: 'Allow', Action, Resource },
});
const policyOf = (...Statement: readonly RamStatement[]): RamPolicy => ({ Version: '1', Statement });
const userOf = (policy: RamPolicy): EmulatedUser => ({
  ...{ accessKeyId: 'ana', accessKeySecret: 'secret-of-ana', policy },
});
const startFor = (...statements: readonly RamStatement[]): Promise<Emulator> =>
  startEmulator({ users: [userOf(policyOf(...statements))] });
const keys = { accessKeyId: 'ana', accessKeySecret: 'secret-of-ana' };

const storeOf = ({ bucketName: bucket, regionId: region, ossEndpoint: endpoint }: Emulator) =>
  new OssStore({ bucket, region, endpoint, credentials: keys });

async function firstOf<T>(items: AsyncIterable<T>): Promise<T | undefined> {
  for await (const item of items) return item;
  return undefined;
}

const OBJECT = 'acs:oss:*:*:emulated-bucket/a/*';
const BUCKET = 'acs:oss:*:*:emulated-bucket';

type Call = (store: OssStore) => Promise<unknown>;
const OSS_CALLS: readonly (readonly [name: string, needed: RamStatement, call: Call])[] = [
  ['PutObject', allow('oss:PutObject', OBJECT), (store) => store.put('a/1', Buffer.from('1'))],
  ['GetObject', allow('oss:GetObject', OBJECT), (store) => store.probe('a/1')],
  ['HeadObject', allow('oss:GetObject', OBJECT), (store) => store.head('a/1')],
  ['DeleteObject', allow('oss:DeleteObject', OBJECT), (store) => store.delete('a/1')],
  ['ListObjectsV2', allow('oss:ListObjects', BUCKET), (store) => firstOf(store.list('a/'))],
];

describe('a user of the emulator, at OSS', () => {
  it.each(OSS_CALLS)(
    'may call %s when the policy allows it, and is refused it otherwise',
    async (_, needed, call) => {
      await using emulator = await startFor(needed);
      using store = closing(storeOf(emulator));
      await call(store.store);
      await using other = await startFor(allow('oss:*', 'acs:oss:*:*:other/*'));
      using closed = closing(storeOf(other));
      const failure = await failureOf(call(closed.store));
      expect(failure).toMatchObject({ code: 'AccessDenied', httpStatus: 403, retryable: false });
    },
  );

  it('lists only what has the prefix of the condition', async () => {
    const Condition = { StringLike: { 'oss:Prefix': ['a/*', 'c'] } };
    await using emulator = await startFor({ ...allow('oss:ListObjects', BUCKET), Condition });
    using store = closing(storeOf(emulator));
    for (const prefix of ['a/', 'a/b', 'c']) expect(await firstOf(store.store.list(prefix))).toBeUndefined();
    for (const prefix of ['', 'a', 'b/', 'cc'])
      expect(await failureOf(firstOf(store.store.list(prefix)))).toMatchObject({ code: 'AccessDenied' });
  });

  it('is refused what a Deny names, whatever is allowed', async () => {
    const deny: RamStatement = { ...allow('oss:PutObject', `${OBJECT}.jpg`), Effect: 'Deny' };
    await using emulator = await startFor(deny, allow('oss:*'));
    using store = closing(storeOf(emulator));
    await store.store.put('a/1.png', Buffer.from('1'));
    const failure = await failureOf(store.store.put('a/1.jpg', Buffer.from('1')));
    expect(failure).toMatchObject({ code: 'AccessDenied' });
  });
});

describe('a user of the emulator, at Image Search', () => {
  const named = { InstanceName: 'emulated', ProductId: 'p', PicName: 'a.jpg' };

  it.each([
    ['Detail', 'Console.NoPermission'],
    ['IncreaseList', 'Console.NoPermission'],
    ['IncreaseInstance', 'Console.NoPermission'],
    ['CheckImageExists', 'NoPermission'],
    ['AddImage', 'NoPermission'],
    ['UpdateImage', 'NoPermission'],
    ['DeleteImage', 'NoPermission'],
  ])('may call %s when the policy allows it, else gets %s', async (action, code) => {
    const form = { ...named, BucketName: 'b', Path: '/', PicContent: 'AAAA' };
    const call = { action, form, ...keys };
    await using allowed = await startFor(
      allow(`imagesearch:${action}`, 'acs:imagesearch:cn-shanghai:*:instance/emulated'),
    );
    const { body } = await rpcCall(allowed, call);
    expect(body['Code']).not.toBe(code);
    await using refused = await startFor(
      allow(`imagesearch:${action}`, 'acs:imagesearch:cn-shanghai:*:instance/other'),
    );
    expect(await rpcCall(refused, call)).toMatchObject({ status: 403, body: { Code: code } });
  });

  it('may ask who it is without any right', async () => {
    await using emulator = await startFor();
    const call = { action: 'GetCallerIdentity', version: '2015-04-01', form: {} };
    expect((await rpcCall(emulator, { ...call, ...keys })).body).toMatchObject({
      ...{ IdentityType: 'RAMUser', AccountId: '1000000000000000', UserId: 'ana' },
      Arn: 'acs:ram::1000000000000000:user/ana',
    });
    expect((await rpcCall(emulator, call)).body).toMatchObject({
      ...{ IdentityType: 'Account', AccountId: '1000000000000000', UserId: '1000000000000000' },
      Arn: 'acs:ram::1000000000000000:root',
    });
  });
});

describe('startEmulator()', () => {
  const statement = allow('oss:*');
  it.each<[string, unknown, string]>([
    ['users that are no list', {}, "'users' must be a list"],
    ['a user without a policy', [{ ...keys }], 'users[0].policy'],
    [
      'a user with the key id of the owner',
      [{ ...userOf(policyOf()), accessKeyId: 'owner' }],
      'of one user only',
    ],
    ['two users with one key id', [userOf(policyOf()), userOf(policyOf())], 'of one user only'],
    ['another version', [userOf({ ...policyOf(), Version: '2' as '1' })], 'policy.Version\' must be "1"'],
    ['another effect', [userOf(policyOf({ ...statement, Effect: 'Maybe' as 'Deny' }))], '"Allow" or "Deny"'],
    [
      'an element it does not know',
      [userOf(policyOf({ ...statement, NotAction: 'x' } as never))],
      '"NotAction"',
    ],
    [
      'an operator it does not know',
      [userOf(policyOf({ ...statement, Condition: { IpAddress: { 'acs:SourceIp': '::1' } } }))],
      'of StringEquals and StringLike: current value is "IpAddress"',
    ],
    [
      'a key of conditions it does not know',
      [userOf(policyOf({ ...statement, Condition: { StringLike: { 'oss:Delimiter': '/' } } }))],
      'on oss:Prefix: current value is "oss:Delimiter"',
    ],
    ['no action', [userOf(policyOf({ ...statement, Action: [] }))], 'a string, or a list of strings'],
  ])('refuses %s', async (_, users, message) => {
    const started = startWithRates({ accessKeyId: 'owner', users: users as readonly EmulatedUser[] });
    await expect(started).rejects.toThrow(TypeError);
    await expect(started).rejects.toThrow(message);
  });
});

const closing = (store: OssStore) => ({ store, [Symbol.dispose]: () => store.close() });
