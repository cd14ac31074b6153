import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import { into, makeSamples, quickEmulator } from '../flow/import-test-bed.ts';
import { type ForwardProxy, startForwardProxy } from '../support/forward-proxy.ts';
import { jsonLines, keysOf, runCli } from './run-cli.ts';

const SEARCH = 'imagesearch.cn-shanghai.aliyuncs.com';
const OSS = 'oss-cn-shanghai.aliyuncs.com';

let samples: Awaited<ReturnType<typeof makeSamples>>;
let emulator: Emulator;
let proxy: ForwardProxy;
beforeAll(async () => {
  samples = await makeSamples();
  emulator = await quickEmulator();
  proxy = await startForwardProxy({
    hosts: {
      [`${SEARCH}:80`]: emulator.imageSearchEndpoint,
      [`${OSS}:80`]: new URL(emulator.ossEndpoint).host,
    },
    user: 'shop:hidden',
  });
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await emulator.close();
  await samples[Symbol.asyncDispose]();
});

const places = () => [
  '--region',
  emulator.regionId,
  '--instance',
  emulator.instanceName,
  '--endpoint',
  `http://${SEARCH}`,
];
const env = (more: Record<string, string> = {}) => ({
  ...keysOf(emulator),
  HTTP_PROXY: `http://shop:hidden@${proxy.host}`,
  ...more,
});

describe('imagesearch-import, where HTTP_PROXY is set', () => {
  it('imports through the proxy', async () => {
    expect(existsSync(samples.path)).toBe(true);
    const args = ['import', samples.path, '--images', samples.dir, '--to', into(emulator).to];
    const { code, stdout, stderr } = await runCli(
      [...args, ...places(), '--oss-endpoint', `http://${OSS}`, '--json'],
      { env: env() },
    );
    expect(stderr).not.toContain('hidden');
    expect(jsonLines(stdout).at(-1)).toMatchObject({ summary: { failed: 0 } });
    expect(code).toBe(1); // some of the images are refused
    expect(proxy.forwarded).toContain(`${SEARCH}:80`);
    expect(proxy.forwarded).toContain(`${emulator.bucketName}.${OSS}:80`);
  });

  it.each([
    ['tasks', () => ['tasks', ...places()]],
    ['watch', () => ['watch', '1', ...places()]],
    ['failures', () => ['failures', '1', ...places()]],
    ['submit', () => ['submit', into(emulator).to, ...places(), '--oss-endpoint', `http://${OSS}`]],
    [
      'preflight',
      () => [
        'preflight',
        into(emulator).to,
        '--region',
        emulator.regionId,
        '--oss-endpoint',
        `http://${OSS}`,
      ],
    ],
    ['preflight of a URL', () => ['preflight', `http://${SEARCH}/no.jpg`]],
  ])('calls through the proxy in %s', async (_, args) => {
    const before = proxy.forwarded.length;
    const { code } = await runCli(args(), { env: env() });
    expect([0, 1]).toContain(code);
    expect(proxy.forwarded.length).toBeGreaterThan(before);
  });

  it('says what the proxy refused, without its password, and ends with 3', async () => {
    const { code, stderr } = await runCli(['tasks', ...places()], {
      env: env({ HTTP_PROXY: `http://shop:wrong-one@${proxy.host}` }),
    });
    expect(stderr).toContain(`the proxy http://${proxy.host} refused it with HTTP 407 [PROXY_REFUSED]`);
    expect(stderr).not.toContain('wrong-one');
    expect(code).toBe(3);
  });

  it('says which variable is wrong, without its password, and ends with 2', async () => {
    const { code, stderr } = await runCli(['tasks', ...places()], {
      env: env({ HTTP_PROXY: 'socks5://shop:hidden@p' }),
    });
    expect(stderr).toContain('HTTP_PROXY must be a URL');
    expect(stderr).not.toContain('hidden');
    expect(code).toBe(2);
  });

  it('calls directly where NO_PROXY says so', async () => {
    const before = proxy.forwarded.length;
    const { code, stderr } = await runCli(['tasks', ...places().with(-1, 'http://search.invalid')], {
      env: env({ NO_PROXY: '.invalid' }),
    });
    expect(stderr).toContain('HOST_NOT_FOUND');
    expect(code).toBe(3);
    expect(proxy.forwarded).toHaveLength(before);
  });
});
