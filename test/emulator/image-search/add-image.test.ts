import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../../samples/make-images.ts';
import type { Emulator, EmulatorOptions } from '../../../src/emulator/index.ts';
import { type RpcReply, rpcCall } from '../../support/rpc-call.ts';
import { startEmulator } from '../../support/start-emulator.ts';

type Fields = Readonly<Record<string, string>>;

let PicContent: string;
let emulator: Emulator;
beforeAll(async () => {
  PicContent = await base64({ format: 'jpeg', width: 120, height: 100 });
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

const base64 = async (image: Parameters<typeof makeImage>[0]) =>
  Buffer.from(await makeImage(image)).toString('base64');

const fieldsWith = (fields: Fields): Fields => ({
  InstanceName: 'emulated',
  ProductId: 'P',
  PicName: 'a.jpg',
  PicContent,
  ...fields,
});

const add = (fields: Fields = {}, at = emulator): Promise<RpcReply> =>
  rpcCall(at, { action: 'AddImage', form: fieldsWith(fields) });

const without = (name: string): Fields =>
  Object.fromEntries(Object.entries(fieldsWith({})).filter(([one]) => one !== name));

const one = (options: EmulatorOptions) => startEmulator(options);

describe('AddImage', () => {
  it.each<[string, Fields, string]>([
    ['InstanceName', without('InstanceName'), 'InvalidInstanceName'],
    ['ProductId', without('ProductId'), 'NoSpecifiedProductId'],
    ['PicName', without('PicName'), 'NoSpecifiedPicName'],
    ['PicContent', without('PicContent'), 'NoSpecifiedPicContent'],
    ['everything', {}, 'InvalidInstanceName'],
  ])('refuses a call without %s', async (_, form, Code) => {
    expect(await rpcCall(emulator, { action: 'AddImage', form })).toMatchObject({
      status: 400,
      body: { Code },
    });
  });

  it.each<[string, Fields, string]>([
    ['the instance is unknown', { InstanceName: 'other' }, 'InvalidInstance'],
    ['ProductId has 257 characters', { ProductId: 'p'.repeat(257) }, 'InvalidProductId'],
    ['PicName has 257 characters', { PicName: 'p'.repeat(257) }, 'InvalidPicName'],
    ['CategoryId is none of product search', { CategoryId: '10' }, 'InvalidCategory'],
    ['CategoryId is no integer', { CategoryId: 'Tops' }, 'InvalidCategory'],
    ['Crop is neither true nor false', { Crop: '1' }, 'BadRequest'],
    ['Region is in the order x1,y1,x2,y2', { Region: '50,10,10,90' }, 'InvalidRegion'],
    ['Region has three numbers', { Region: '1,2,3' }, 'InvalidRegion'],
    ['CustomContent has 4,097 characters', { CustomContent: 'c'.repeat(4097) }, 'InvalidCustomContent'],
    ['IntAttr has more than 32 bits', { IntAttr: '2147483648' }, 'InvalidIntAttr'],
    ['IntAttr2 has a fraction', { IntAttr2: '1.5' }, 'InvalidIntAttr2'],
    ['IntAttr3 is a word', { IntAttr3: 'one' }, 'InvalidIntAttr3'],
    ['IntAttr4 is far too great', { IntAttr4: '9'.repeat(30) }, 'InvalidIntAttr4'],
    ['StrAttr has 129 characters', { StrAttr: 's'.repeat(129) }, 'InvalidStrAttr'],
    ['StrAttr4 has a special character', { StrAttr4: '5%' }, 'InvalidStrAttr4'],
    ['PicContent is no Base64', { PicContent: 'hello!' }, 'InvalidPicContent'],
    ['a plus of PicContent became a space', { PicContent: 'AA A' }, 'InvalidPicContent'],
    ['PicContent lacks its padding', { PicContent: 'AAA' }, 'InvalidPicContent'],
    ['PicContent is a URL of elsewhere', { PicContent: 'http://127.0.0.1:1/a.jpg' }, 'InvalidPicUrl'],
    ['PicContent is a URL with no host', { PicContent: 'http://' }, 'InvalidPicUrl'],
  ])('keeps an image out when %s', async (_, fields, Code) => {
    expect(await add(fields)).toMatchObject({ status: 400, body: { Code } });
    expect(emulator.gallery()).toEqual([]);
  });

  it.each<[string, Fields]>([
    ['its names have 256 characters', { ProductId: 'p'.repeat(256), PicName: 'n'.repeat(256) }],
    ['its name is no name of an object', { PicName: '/a name without an extension/' }],
    ['its integers are at their ends', { IntAttr: '-2147483648', IntAttr2: '2147483647' }],
    ['its texts are as long as they may be', { StrAttr: 's'.repeat(128), CustomContent: 'c'.repeat(4096) }],
    ['a field is empty', { CategoryId: '', IntAttr: '', Region: '' }],
  ])('takes an image when %s', async (_, fields) => {
    await using own = await one({});
    expect(await add(fields, own)).toMatchObject({ status: 200, body: { Success: true } });
    expect(own.gallery()).toHaveLength(1);
  });

  it('takes an image of nearly 4 MiB, which is more in Base64, and refuses one of more than that', async () => {
    await using own = await one({});
    const fits = await base64({ format: 'bmp', width: 1180, height: 1180 });
    expect(await add({ PicContent: fits }, own)).toMatchObject({ status: 200 });
    const large = await base64({ format: 'bmp', width: 1184, height: 1184 });
    expect(await add({ PicContent: large }, own)).toMatchObject({
      status: 400,
      body: { Code: 'InvalidPicContent' },
    });
  });

  it('answers with category, regions and the categories there are, when all is well', async () => {
    await using own = await one({});
    const { status, body } = await add({ CategoryId: '4', IntAttr: '7' }, own);
    expect([status, body]).toEqual([
      200,
      {
        RequestId: expect.any(String),
        Success: true,
        Code: 0,
        Message: 'success',
        PicInfo: {
          CategoryId: 4,
          Region: '0,120,0,100',
          MultiRegion: [{ Region: '0,120,0,100' }],
          AllCategories: expect.arrayContaining([
            { Id: 0, Name: 'Tops' },
            { Id: 88888888, Name: 'Others' },
          ]),
        },
      },
    ]);
    expect(own.gallery()).toEqual([{ ProductId: 'P', PicName: 'a.jpg', CategoryId: 4, IntAttr: 7 }]);
  });

  it('puts every image into Others when the instance is of generic search', async () => {
    await using own = await one({ serviceType: 'generic' });
    const { body } = await add({ CategoryId: '4' }, own);
    expect(body['PicInfo']).toMatchObject({
      CategoryId: 88888888,
      AllCategories: [{ Id: 88888888, Name: 'Others' }],
    });
    expect(own.gallery()).toMatchObject([{ CategoryId: 88888888 }]);
  });

  it('holds an image to the limits of the service type', async () => {
    await using own = await one({ serviceType: 'fabric' });
    expect(await add({}, own)).toMatchObject({ status: 400, body: { Code: 'UnsupportedPicPixels' } });
    const PicContent = await base64({ format: 'png', width: 448, height: 448 });
    expect(await add({ PicContent }, own)).toMatchObject({ status: 200 });
  });

  it('overwrites an image of the same names, also when the gallery is full, and refuses any other then', async () => {
    await using own = await one({ capacity: 1 });
    await add({ IntAttr: '1', StrAttr: 's' }, own);
    expect((await add({ IntAttr: '2' }, own)).status).toBe(200);
    expect(await add({ PicName: 'b.jpg' }, own)).toMatchObject({
      status: 400,
      body: { Code: 'InstanceOverQuota' },
    });
    expect(own.gallery()).toEqual([{ ProductId: 'P', PicName: 'a.jpg', CategoryId: 88888888, IntAttr: 2 }]);
  });

  it('takes its parameters from the query too, and a call by GET', async () => {
    await using own = await one({});
    const query = fieldsWith({ StrAttr: 'a b+c' });
    expect(await rpcCall(own, { action: 'AddImage', query, method: 'GET' })).toMatchObject({ status: 200 });
    expect(own.gallery()).toMatchObject([{ StrAttr: 'a b+c' }]);
  });

  it.each([
    ['TimeoutForTransferImage', 400],
    ['NoPermission', 403],
    ['AccessEngineFailed', 500],
    ['ACodeOfTomorrow', 400],
  ])('fails with %s and %i when failImage says so', async (Code, status) => {
    await using own = await one({ failImage: ({ picName }) => (picName === 'a.jpg' ? Code : undefined) });
    expect(await add({}, own)).toMatchObject({ status, body: { Code } });
    expect(await add({ PicName: 'b.jpg' }, own)).toMatchObject({ status: 200 });
    expect(own.gallery()).toMatchObject([{ PicName: 'b.jpg' }]);
  });
});
