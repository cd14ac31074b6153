import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import { selfSigned } from '../../src/emulator/upload/self-signed.ts';
import { into, quickEmulator } from '../flow/import-test-bed.ts';
import { startTlsFront, type TlsFront } from '../support/forward-proxy.ts';
import { keysOf, runCli } from './run-cli.ts';

let folder: string;
let emulator: Emulator;
let search: TlsFront;
let oss: TlsFront;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certificates-'));
  emulator = await quickEmulator();
  const own = selfSigned();
  search = await startTlsFront(emulator.imageSearchEndpoint, own);
  oss = await startTlsFront(new URL(emulator.ossEndpoint).host, own);
  await writeFile(join(folder, 'gateways.pem'), `# of both gateways\n${own.cert}`);
  await writeFile(join(folder, 'another.pem'), selfSigned().cert);
  await writeFile(join(folder, 'none.pem'), 'no certificate');
});
afterAll(async () => {
  await search[Symbol.asyncDispose]();
  await oss[Symbol.asyncDispose]();
  await emulator.close();
  await rm(folder, { recursive: true });
});

const at = ({ host }: TlsFront) => `https://localhost:${host.split(':')[1]}`;
const run = (...args: readonly string[]) => runCli([...args], { env: keysOf(emulator) });
const tasks = (...more: readonly string[]) =>
  run(
    ...['tasks', '--region', emulator.regionId, '--instance', emulator.instanceName],
    ...['--endpoint', at(search), ...more],
  );

describe('imagesearch-import --ca', () => {
  it('reaches gateways whose certificate the file has', async () => {
    expect(await tasks('--ca', join(folder, 'gateways.pem'))).toMatchObject({ code: 0, stderr: '' });
    const { code, stderr } = await run(
      ...['preflight', into(emulator).to, '--region', emulator.regionId],
      ...['--oss-endpoint', at(oss), '--ca', join(folder, 'gateways.pem')],
    );
    expect(stderr).not.toContain('CERTIFICATE_REJECTED');
    expect([0, 1]).toContain(code);
  });

  it('ends with 3 and says what to do when no file is named, or the wrong one', async () => {
    const without = await tasks();
    expect(without.stderr).toContain('(DEPTH_ZERO_SELF_SIGNED_CERT) [CERTIFICATE_REJECTED]');
    expect(without.stderr).toContain('--ca');
    expect(without.code).toBe(3);
    const { code, stderr } = await run(
      ...['preflight', into(emulator).to, '--region', emulator.regionId],
      ...['--oss-endpoint', at(oss), '--ca', join(folder, 'another.pem')],
    );
    expect(stderr).toContain('[CERTIFICATE_REJECTED]');
    expect(code).toBe(3);
  });

  it.each([
    ['is not there', 'nowhere.pem', /Cannot use \S*nowhere\.pem: there is no such file/],
    ['is a folder', '.', /Cannot use \S+: it is a folder/],
    ['has no certificate', 'none.pem', /'--ca' must be certificates in PEM.*text without a certificate/],
    ['has no end', '/dev/zero', /'--ca' must have 4194304 bytes at most/],
  ])('ends with 2 before anything is sent when the file %s', async (_, name, says) => {
    const { code, stderr } = await tasks('--ca', name.startsWith('/') ? name : join(folder, name));
    expect(stderr).toMatch(says);
    expect(code).toBe(2);
  });
});
