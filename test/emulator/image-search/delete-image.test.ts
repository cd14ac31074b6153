import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../../samples/make-images.ts';
import type { Emulator, EmulatorOptions } from '../../../src/emulator/index.ts';
import { rpcCall } from '../../support/rpc-call.ts';
import { startEmulator } from '../../support/start-emulator.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const InstanceName = 'emulated';

let PicContent: string;
beforeAll(async () => {
  const image = await makeImage({ format: 'png', width: 120, height: 100 });
  PicContent = Buffer.from(image).toString('base64');
});

/** An emulator that holds P1/a.jpg, P1/b.jpg and P2/a.jpg, with 1, 2 and 3 as their IntAttr. */
async function filled(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator(options);
  for (const [ProductId, PicName, IntAttr] of [
    ['P1', 'a.jpg', '1'],
    ['P1', 'b.jpg', '2'],
    ['P2', 'a.jpg', '3'],
  ] as const)
    await rpcCall(emulator, {
      action: 'AddImage',
      form: { InstanceName, ProductId, PicName, IntAttr, PicContent },
    });
  return emulator;
}

const names = (emulator: Emulator) =>
  emulator.gallery().map(({ ProductId, PicName }) => `${ProductId}/${PicName}`);

describe('DeleteImage', () => {
  it.each<[string, Record<string, string>, string[], string[]]>([
    ['one image', { ProductId: 'P1', PicName: 'a.jpg' }, ['a.jpg'], ['P1/b.jpg', 'P2/a.jpg']],
    ['a product, when PicName is left out', { ProductId: 'P1' }, ['a.jpg', 'b.jpg'], ['P2/a.jpg']],
    ['a product, when PicName is empty', { ProductId: 'P1', PicName: '' }, ['a.jpg', 'b.jpg'], ['P2/a.jpg']],
    [
      'nothing, when the image is not there',
      { ProductId: 'P2', PicName: 'b.jpg' },
      [],
      ['P1/a.jpg', 'P1/b.jpg', 'P2/a.jpg'],
    ],
    ['nothing, when the product is not there', { ProductId: 'P3' }, [], ['P1/a.jpg', 'P1/b.jpg', 'P2/a.jpg']],
    [
      'what the filter names, whatever product is named beside it',
      { IsDeleteByFilter: 'true', Filter: 'int_attr in (1, 3)', ProductId: 'P1' },
      ['a.jpg', 'a.jpg'],
      ['P1/b.jpg'],
    ],
    [
      'the image it names, when the filter is not to be used',
      { IsDeleteByFilter: 'false', Filter: 'int_attr > 0', ProductId: 'P2' },
      ['a.jpg'],
      ['P1/a.jpg', 'P1/b.jpg'],
    ],
  ])('deletes %s', async (_, fields, PicNames, left) => {
    await using emulator = await filled();
    const { status, body } = await rpcCall(emulator, {
      action: 'DeleteImage',
      form: { InstanceName, ...fields },
    });
    expect([status, body]).toEqual([
      200,
      { RequestId: expect.any(String), Success: true, Code: 0, Message: 'success', Data: { PicNames } },
    ]);
    expect(names(emulator)).toEqual(left);
  });

  it.each<[string, Record<string, string>, string]>([
    ['no instance is named', { InstanceName: '' }, 'InvalidInstance'],
    ['the instance is unknown', { InstanceName: 'other', ProductId: 'P1' }, 'InvalidInstance'],
    ['no product is named', { PicName: 'a.jpg' }, 'NoSpecifiedProductId'],
    [
      'no filter is given where one is wanted',
      { IsDeleteByFilter: 'true', ProductId: 'P1' },
      'InvalidFilterClause',
    ],
    [
      'the filter cannot be understood',
      { IsDeleteByFilter: 'true', Filter: 'price > 1' },
      'InvalidFilterClause',
    ],
    ['IsDeleteByFilter is neither true nor false', { IsDeleteByFilter: '1', ProductId: 'P1' }, 'BadRequest'],
  ])('deletes nothing when %s', async (_, fields, Code) => {
    await using emulator = await filled();
    const refused = await rpcCall(emulator, { action: 'DeleteImage', form: { InstanceName, ...fields } });
    expect(refused).toMatchObject({ status: 400, body: { Code } });
    expect(names(emulator)).toHaveLength(3);
  });

  it('is still done, as what AddImage did, when the emulator starts again on its folder', async () => {
    using folder = temporaryFolder();
    const stateFolder = join(folder.path, 'state');
    await using first = await filled({ stateFolder });
    await rpcCall(first, { action: 'DeleteImage', form: { InstanceName, ProductId: 'P1' } });
    const before = first.gallery();
    await first.close();
    await using second = await startEmulator({ stateFolder });
    expect(names(second)).toEqual(['P2/a.jpg']);
    expect(second.gallery()).toEqual(before);
  });
});
