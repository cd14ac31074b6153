/** How searches count and score, and what the grammar of filters is. */
import { beforeAll } from 'vitest';
import { Live } from './live.ts';

const live = new Live();
const { gallery } = live.client;

/** Attributes by which the images of this file, and no others, are found. */
const MARK = live.prefix;
const NUMBERS = [1, 2, 3];
const products = NUMBERS.map((n) => live.product(`searched-${n}`));
const picName = 'a.jpg';
const mine = `str_attr = "${MARK}"`;

beforeAll(async () => {
  for (const [at, productId] of products.entries()) {
    const picture = await live.picture(at + 1);
    const attributes = { intAttr: at + 1, strAttr: MARK, ...(at === 0 && { intAttr2: 5 }) };
    await gallery.add({ productId, picName, picture, ...attributes });
  }
  for (const productId of products) await live.settled(productId, picName);
}, 600_000);

interface RawSearch {
  readonly Auctions?: readonly object[];
  readonly Head?: unknown;
}

live.question(
  'Which of DocsFound and DocsReturn counts the matches, when one of three is returned?',
  { assumed: 'the larger of the two' },
  async () => {
    const PicContent = Buffer.from(await live.picture(1)).toString('base64');
    const parameters = { PicContent, Num: '1', Start: '0', Filter: mine };
    const { Head } = (await live.service.call('SearchImageByPic', parameters)).body as RawSearch;
    return JSON.stringify(Head ?? null);
  },
);

live.question(
  'Does a picture find its own image first, and with which score?',
  { assumed: 'first, with a score of 1 at most' },
  async () => {
    const { images } = await gallery.search({ picture: await live.picture(1), count: 10, filter: mine });
    const at = images.findIndex(({ productId }) => productId === products[0]);
    const { score, sortExprValues } = images[at] ?? {};
    return `place ${at + 1} of ${images.length}, Score ${score}, SortExprValues ${sortExprValues}`;
  },
);

live.question(
  'Does a search by an image of the gallery give that image, too?',
  { assumed: 'yes, first' },
  async () => {
    const [productId = ''] = products;
    const { images } = await gallery.search({ productId, picName, filter: mine });
    const at = images.findIndex((image) => image.productId === productId);
    return at === 0 ? 'yes, first' : at === -1 ? 'no' : `yes, at place ${at + 1}`;
  },
);

live.question(
  'What does this instance answer to a search by a text?',
  { assumed: 'refused with UnsupportedInstanceType (HTTP 500), unless it is multimodal' },
  async () => {
    const { images } = await gallery.search({ text: 'red shoes' });
    return `${images.length} images`;
  },
);

/** Filters beside that of our own images, and how many of the three they match as we read them. */
const FILTERS: Readonly<Record<string, string>> = {
  'int_attr in (1, 2)': '2',
  'int_attr not in (1, 2)': '1',
  'int_attr in [1, 2]': 'refused',
  'intAttr = 1': '1: documents have this spelling, too',
  'IntAttr = 1': 'refused',
  'int_attr = 1 or int_attr = 2': '2 and more: AND binds closer than OR',
  '(int_attr = 1 OR int_attr = 2)': '2',
  'int_attr2 = 5': '1',
  'int_attr2 != 5': 'refused',
  'str_attr2 != "x"': '0: an attribute that an image lacks keeps no condition',
  "str_attr = 'x'": 'refused',
  'str_attr = "a\\"b"': 'refused: there are no escapes',
  'int_attr = 1 AND': 'refused',
};

for (const [filter, assumed] of Object.entries(FILTERS))
  live.question(`How many of three images does the filter ${filter} match?`, { assumed }, async () => {
    const parameters = { Filter: `${mine} AND ${filter}`, Num: '10', Start: '0' };
    const { Auctions = [] } = (await live.service.call('SearchImageByFilter', parameters)).body as RawSearch;
    return String(Auctions.length);
  });
