import { describe, expect, it } from 'vitest';
import type { RamStatement } from '../../../src/emulator/index.ts';
import { account, element, type OssTestServer, send, startOssTestServer } from './oss-test-server.ts';

/** OSS for one user, who has what the statement allows. */
function serverFor(Action: RamStatement['Action'], Resource: string): Promise<OssTestServer> {
  const policy = { Version: '1', Statement: [{ Effect: 'Allow', Action, Resource }] } as const;
  return startOssTestServer({ accounts: [{ ...account, policy }] });
}

describe('a user with a policy, at OSS', () => {
  it('begins an upload in pieces, or appends, with the right to put the object', async () => {
    await using server = await serverFor('oss:PutObject', 'acs:oss:*:*:bkt/a/*');
    const calls = [
      await send(server, 'POST', 'a/1', { query: 'uploads', body: '' }),
      await send(server, 'POST', 'a/2', { query: 'append&position=0', body: 'x' }),
    ];
    expect(calls.map(({ status }) => status)).toEqual([200, 200]);
    const others = [
      await send(server, 'POST', 'b/1', { query: 'uploads', body: '' }),
      await send(server, 'POST', 'b/2', { query: 'append&position=0', body: 'x' }),
      await send(server, 'HEAD', 'a/2', { query: 'objectMeta' }),
      await send(server, 'GET', '', { query: 'acl' }),
    ];
    expect(others.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect(element(others[0]?.text ?? '', 'Code')).toBe('AccessDenied');
  });

  it.each<[string, string, string, object]>([
    ['CopyObject', 'PUT', 'a/2', { headers: { 'x-oss-copy-source': '/bkt/a/1' } }],
    ['DeleteMultipleObjects', 'POST', '', { query: 'delete', body: '<Delete/>' }],
  ])('cannot use %s, which names objects beside its address', async (name, method, key, more) => {
    await using server = await serverFor('oss:*', '*');
    const { status, text } = await send(server, method, key, more);
    expect([status, element(text, 'Message')]).toEqual([
      501,
      `${name} of a user with a policy is not implemented by the emulator.`,
    ]);
  });
});
