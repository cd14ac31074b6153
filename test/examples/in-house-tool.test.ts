import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nextStep } from '../../examples/in-house-tool/exit-codes.ts';
import { ImportTable } from '../../examples/in-house-tool/import-table.ts';
import { type ImportLine, runImport } from '../../examples/in-house-tool/run-import.ts';
import { EXIT } from '../../src/cli/exit-codes.ts';
import type { EmulatorOptions } from '../../src/emulator/index.ts';
import { startEmulator } from '../support/start-emulator.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { picture } from './running-service.ts';

async function openShop(options: EmulatorOptions = {}) {
  const folder = temporaryFolder();
  const emulator = await startEmulator({ taskDurationMs: 0, ...options });
  const images = join(folder.path, 'images');
  mkdirSync(images);
  writeFileSync(join(images, 'good.png'), await picture());
  writeFileSync(join(images, 'small.png'), await picture(50));
  const catalogue = join(folder.path, 'shop.csv');
  writeFileSync(catalogue, 'ProductId,Image\n1000,good.png\n1001,small.png\n1002,small.png\n');
  const { ALIBABA_CLOUD_ACCESS_KEY_SECRET: _, ...outside } = process.env;
  return {
    emulator,
    args: [catalogue, '--images', images, '--state', join(folder.path, 'state')],
    env: {
      ...outside,
      IMAGESEARCH_TO: `oss://${emulator.bucketName}/shop`,
      IMAGESEARCH_REGION: emulator.regionId,
      IMAGESEARCH_INSTANCE: emulator.instanceName,
      IMAGESEARCH_ENDPOINT: emulator.imageSearchEndpoint,
      IMAGESEARCH_OSS_ENDPOINT: emulator.ossEndpoint,
      ALIBABA_CLOUD_ACCESS_KEY_ID: emulator.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: emulator.accessKeySecret,
    },
    [Symbol.asyncDispose]: async () => {
      await emulator.close();
      folder[Symbol.dispose]();
    },
  };
}

const never = new AbortController().signal;

async function collected(lines: AsyncIterable<ImportLine>) {
  const table = new ImportTable();
  for await (const line of lines) table.add(line);
  return table.toString();
}

describe.concurrent('the example in-house-tool', () => {
  it('shows a table of the reasons, with the sums, and the exit code', async () => {
    await using shop = await openShop();
    const { lines, exitCode } = runImport(shop.args, { signal: never, env: shop.env });
    const [reason, sums] = (await collected(lines)).split('\n');
    expect(reason).toMatch(/^ +2 {2}refused IMAGE_SIDE_TOO_SHORT {2}100[12]: Width is 50 px/);
    expect(sums).toBe('3 = 1 succeeded + 0 failed + 2 refused + 0 skipped');
    expect(await exitCode).toBe(EXIT.data);
  });

  it('shows why a command has ended without its sums', async () => {
    await using shop = await openShop();
    const env = { ...shop.env, IMAGESEARCH_INSTANCE: 'nobody' };
    const { lines, exitCode } = runImport(shop.args, { signal: never, env });
    expect(await collected(lines)).toContain('nobody');
    expect(await exitCode).toBe(EXIT.service);
  });

  it('is interrupted in order, and continues', async () => {
    await using shop = await openShop({ taskDurationMs: 3_600_000 });
    const stop = new AbortController();
    const { lines, exitCode } = runImport(shop.args, { signal: stop.signal, env: shop.env });
    const table = new ImportTable();
    for await (const line of lines) {
      table.add(line);
      if ('status' in line) stop.abort(); // the refused ones come before the task is over
    }
    expect(await exitCode).toBe(EXIT.interrupted);
    expect(nextStep(EXIT.interrupted)).toContain('continues');
  });

  it('knows what follows each exit code of an import', () => {
    const { fine, data, usage, service, interrupted } = EXIT;
    for (const code of [fine, data, usage, service, interrupted])
      expect(nextStep(code)).not.toContain('does not know');
    expect(nextStep(99)).toContain('does not know');
  });
});

describe('a table of an import', () => {
  it('has the most frequent reasons first, and no more than twenty', () => {
    const table = new ImportTable();
    for (let n = 0; n < 30; n++)
      for (let entries = 0; entries <= n; entries++)
        table.add({
          ...{ status: 'refused', productId: `${entries}`, picName: null },
          issues: [{ code: `CODE_${n}`, severity: 'error', message: 'It is wrong' }],
        });
    const lines = table.toString().split('\n');
    expect(lines[0]).toContain('30  refused CODE_29');
    expect(lines[20]).toContain('and 10 more reasons');
    expect(lines).toHaveLength(22);
  });
});
