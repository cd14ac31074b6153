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

  it.each([
    ['both rights', ['oss:PutObject', 'oss:GetObject'], 404],
    ['no right to read the source', ['oss:PutObject'], 403],
    ['no right to put the copy', ['oss:GetObject'], 403],
  ])('copies an object as its policy says: %s', async (_, actions, expected) => {
    await using server = await serverFor(actions, 'acs:oss:*:*:bkt/a/*');
    const headers = { 'x-oss-copy-source': '/bkt/a/none' };
    const { status } = await send(server, 'PUT', 'a/2', { headers });
    expect(status).toBe(expected); // 404, since nothing is there to be copied
    const outside = { 'x-oss-copy-source': '/bkt/b/1' };
    expect((await send(server, 'PUT', 'a/2', { headers: outside })).status).toBe(403);
  });

  it('cannot use DeleteMultipleObjects, which names objects beside its address', async () => {
    await using server = await serverFor('oss:*', '*');
    const { status, text } = await send(server, 'POST', '', { query: 'delete', body: '<Delete/>' });
    expect([status, element(text, 'Message')]).toEqual([
      501,
      'DeleteMultipleObjects of a user with a policy is not implemented by the emulator.',
    ]);
  });
});
