import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nightlySync } from '../../examples/nightly-sync/nightly-sync.ts';
import { startEmulator } from '../support/start-emulator.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { picture } from './running-service.ts';

async function openShop() {
  const folder = temporaryFolder();
  const emulator = await startEmulator({ taskDurationMs: 0 });
  mkdirSync(join(folder.path, 'images'));
  writeFileSync(join(folder.path, 'images/a.png'), await picture());
  const options = {
    ...{ images: join(folder.path, 'images'), to: `oss://${emulator.bucketName}/shop`, patienceMs: 0 },
    ...{ region: emulator.regionId, instance: emulator.instanceName, credentials: emulator },
    ...{ endpoint: emulator.imageSearchEndpoint, ossEndpoint: emulator.ossEndpoint, maxDeletedShare: 1 },
  };
  return {
    ...{ emulator, options, states: join(folder.path, 'states') },
    names: () =>
      emulator
        .gallery()
        .map(({ PicName, CustomContent }) => `${PicName} ${CustomContent}`)
        .toSorted(),
    [Symbol.asyncDispose]: async () => {
      await emulator.close();
      folder[Symbol.dispose]();
    },
  };
}

const product = (id: number, customContent: string, image = 'a.png') => ({
  ...{ productId: `P${id}`, image, picName: `${id}.png`, customContent },
});

describe.concurrent('the example nightly-sync', () => {
  it('makes the gallery equal to the catalogue, night after night', async () => {
    await using shop = await openShop();
    const first = await nightlySync(
      [product(1, 'red'), product(2, 'old')],
      shop.states,
      '2026-11-28',
      shop.options,
    );
    expect(first).toMatchObject({ exitCode: 0, text: expect.stringContaining('2 missing') });
    const second = await nightlySync([product(1, 'new')], shop.states, '2026-11-29', shop.options);
    expect(second.text).toContain('0 missing and 1 changed');
    expect(second).toMatchObject({ exitCode: 0, text: expect.stringContaining('1 superfluous deleted') });
    expect(shop.names()).toEqual(['1.png new']);
  });

  it('deletes nothing and ends with 1 when a row was refused', async () => {
    await using shop = await openShop();
    await nightlySync([product(1, 'red'), product(2, 'old')], shop.states, '2026-11-28', shop.options);
    const rows = [product(1, 'red'), { ...product(3, 'no name'), productId: '' }];
    const night = await nightlySync(rows, shop.states, '2026-11-29', shop.options);
    expect(night).toMatchObject({ exitCode: 1, text: expect.stringContaining('CATALOGUE_NOT_UNDERSTOOD') });
    expect(shop.names()).toEqual(['1.png red', '2.png old']);
  });

  it('ends with 3 when the service fails, and the next night brings that one to its end first', async () => {
    await using shop = await openShop();
    const fault = shop.emulator.addFault({
      kind: 'unavailable',
      operation: 'IncreaseInstance',
      times: 'always',
    });
    const night = await nightlySync([product(1, 'red')], shop.states, '2026-11-28', shop.options);
    expect(night).toMatchObject({ exitCode: 3, text: expect.stringContaining('the same call continues') });
    expect(shop.names()).toEqual([]);
    fault.remove();
    const next = await nightlySync([product(1, 'new')], shop.states, '2026-11-29', shop.options);
    expect(next.text).toContain('0 missing and 1 changed');
    expect(shop.names()).toEqual(['1.png new']);
  });

  it('ends the plan of the last night, and compares anew, when the catalogue is another file by then', async () => {
    await using shop = await openShop();
    const catalogue = join(shop.states, '../shop.jsonl');
    const write = (content: string) => writeFileSync(catalogue, `${JSON.stringify(product(1, content))}\n`);
    write('red');
    const fault = shop.emulator.addFault({
      kind: 'unavailable',
      operation: 'IncreaseInstance',
      times: 'always',
    });
    const night = await nightlySync(catalogue, shop.states, '2026-11-28', shop.options);
    expect(night.exitCode).toBe(3);
    fault.remove();
    write('green');
    const next = await nightlySync(catalogue, shop.states, '2026-11-29', shop.options);
    expect(next.text).toContain('0 missing and 1 changed');
    write('blue');
    const third = await nightlySync(catalogue, shop.states, '2026-11-30', shop.options);
    expect(third.text).toContain('0 missing and 1 changed');
    expect(shop.names()).toEqual(['1.png blue']);
  });

  it('refuses a night that runs already', async () => {
    await using shop = await openShop();
    const run = () => nightlySync([product(1, 'red')], shop.states, '2026-11-28', shop.options);
    const nights = await Promise.all([run(), run()]);
    expect(nights.map(({ exitCode }) => exitCode).toSorted()).toEqual([0, 2]);
    expect(nights.find(({ exitCode }) => exitCode === 2)?.text).toContain(String(process.pid));
    expect(shop.names()).toEqual(['1.png red']);
  });

  it('ends with 130 when it is aborted', async () => {
    await using shop = await openShop();
    const options = { ...shop.options, signal: AbortSignal.abort(new Error('Ended')) };
    const night = await nightlySync([product(1, 'red')], shop.states, '2026-11-28', options);
    expect(night.exitCode).toBe(130);
  });
});
