import * as sdk from '@alicloud/imagesearch20201214';
import { beforeAll, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import { GalleryClient } from '../../src/gallery/gallery-client.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { replyJson, startFaultServer } from '../support/fault-server.ts';
import { type SdkClient, sdkClientOf } from '../support/official-sdk.ts';

const INSTANCE = { instanceName: 'shop' };
const region = { x1: 1, x2: 90, y1: 2, y2: 80 };

let jpeg: Buffer;
beforeAll(async () => {
  jpeg = Buffer.from(await makeImage({ format: 'jpeg', width: 130, height: 110 }));
});

/** The action of a request, and the parameters of its query and of its form. */
function partsOf(request = '') {
  const end = request.indexOf('\r\n\r\n');
  const url = /^POST (\S+)/.exec(request)?.[1] ?? '';
  const form = request.slice(end + 4).replace(/^[0-9a-f]+\r\n|\r\n(?:[0-9a-f]+\r\n)?/g, ''); // without its chunks
  const sorted = (text: string) =>
    [...new URLSearchParams(text)].toSorted(([one], [two]) => (one < two ? -1 : 1));
  return {
    action: /^x-acs-action: (\w+)/im.exec(request)?.[1],
    query: sorted(url.slice(url.indexOf('?') + 1)),
    form: sorted(form),
  };
}

it.each<[string, (client: SdkClient) => Promise<unknown>, (gallery: GalleryClient) => Promise<unknown>]>([
  [
    'a picture',
    (client) =>
      client.searchImageByPic(
        new sdk.SearchImageByPicRequest({
          ...{
            ...INSTANCE,
            picContent: jpeg.toString('base64'),
            categoryId: 0,
            crop: false,
            num: 7,
            start: 3,
          },
          ...{
            region: '1,90,2,80',
            filter: 'str_attr = "红 &+"',
            distinctProductId: true,
            scoreThreshold: '0.50',
          },
        }),
      ),
    (gallery) =>
      gallery.search({
        ...{ picture: jpeg, categoryId: 0, crop: false, region, count: 7, start: 3 },
        ...{ filter: 'str_attr = "红 &+"', distinctProducts: true, scoreThreshold: 0.5 },
      }),
  ],
  [
    'a name',
    (client) =>
      client.searchImageByName(
        new sdk.SearchImageByNameRequest({
          ...{ ...INSTANCE, productId: '产品', picName: 'a b.jpg', categoryId: 3, num: 10, start: 0 },
          ...{ distinctProductId: false, scoreThreshold: '1.00' },
        }),
      ),
    (gallery) =>
      gallery.search({
        ...{
          productId: '产品',
          picName: 'a b.jpg',
          categoryId: 3,
          distinctProducts: false,
          scoreThreshold: 1,
        },
      }),
  ],
  [
    'a text',
    (client) =>
      client.searchImageByText(
        new sdk.SearchImageByTextRequest({
          ...INSTANCE,
          text: '红色的鞋',
          num: 10,
          start: 0,
          scoreThreshold: '0.07',
        }),
      ),
    (gallery) => gallery.search({ text: '红色的鞋', scoreThreshold: 0.07 }),
  ],
  [
    'a filter',
    (client) =>
      client.searchImageByFilter(
        new sdk.SearchImageByFilterRequest({ ...INSTANCE, filter: 'int_attr in (1)', num: 100, start: 400 }),
      ),
    (gallery) => gallery.search({ filter: 'int_attr in (1)', count: 100, start: 400 }),
  ],
])(
  "GalleryClient.search() sends what Alibaba's SDK sends, in query and form alike, when it searches by %s",
  async (_, theirs, ours) => {
    await using server = await startFaultServer(replyJson(200, { Success: true, Auctions: [] }));
    const there = { accessKeyId: 'a', accessKeySecret: 'b', regionId: 'cn-shanghai' };
    await theirs(sdkClientOf({ ...there, imageSearchEndpoint: server.endpoint } as Emulator));
    const gallery = new GalleryClient({
      ...{ region: 'cn-shanghai', instance: 'shop', endpoint: server.endpoint, credentials: there },
      ...{ queriesPerSecond: 5, serviceType: 'product', clock: new FakeClock({ auto: true }) },
    });
    await ours(gallery);
    const [sdkRequest, ourRequest] = server.requests.map(partsOf);
    expect(ourRequest?.action).toMatch(/^SearchImageBy/);
    expect(ourRequest).toEqual(sdkRequest);
  },
);
