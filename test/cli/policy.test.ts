import { describe, expect, it } from 'vitest';
import { importPolicy } from '../../src/index.ts';
import { jsonLines, runCli } from './run-cli.ts';

const SHOP = ['--region', 'cn-shanghai', '--instance', 'shop'];
const TO = ['--to', 'oss://my-bucket/spring'];
const expected = importPolicy({ region: 'cn-shanghai', instance: 'shop', to: 'oss://my-bucket/spring' });

const policy = (...args: string[]) => runCli(['policy', ...SHOP, ...args]);

describe.concurrent('imagesearch-import policy', () => {
  it('prints the policy of the caller alone on standard output, and what each action is for below it', async () => {
    const { code, stdout, stderr } = await policy(...TO);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(expected.policy);
    for (const [action, use] of Object.entries(expected.uses))
      expect(stderr).toMatch(new RegExp(`^${action} +${use}$`, 'm'));
    expect(stderr).toContain('Not known:\n- Whether RAM tells instances apart');
  });

  it.each([
    ['role', expected.serviceRole?.policy],
    ['trust', expected.serviceRole?.trustPolicy],
  ])('prints the document "%s" of the role', async (document, content) => {
    const { code, stdout } = await policy(...TO, '--document', document);
    expect([code, JSON.parse(stdout)]).toEqual([0, content]);
  });

  it('prints everything as one object of JSON', async () => {
    const args = ['--skip-unchanged', '--readiness', '--account-id', '1234', '--all-instances'];
    const { code, stdout, stderr } = await policy(...TO, ...args, '--json');
    const options = { skipUnchanged: true, readiness: true, accountId: '1234', allInstances: true } as const;
    const whole = importPolicy({
      ...{ region: 'cn-shanghai', instance: 'shop', to: 'oss://my-bucket/spring' },
      ...options,
    });
    expect([code, stderr, jsonLines(stdout)]).toEqual([0, '', [whole]]);
  });

  it.each([
    [[], 'needs --to <address> (or IMAGESEARCH_TO'],
    [['--to', 'oss://my-bucket/a*'], "'--to' must be without * and ?"],
    [['--route', 'direct', '--document', 'role'], 'needs no role where the route is "direct"'],
  ])('ends with 2 for %j', async (args, message) => {
    const { code, stdout, stderr } = await policy(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
});
