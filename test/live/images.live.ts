/** What the calls about single images do. */
import { Live } from './live.ts';
import { isThere } from './live-task.ts';

const live = new Live();
const { gallery } = live.client;
const PIC = 'a.jpg';

/** An image of a product of its own, once the gallery shows it. */
async function added(name: string, fields: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const productId = live.product(name);
  await gallery.add({ productId, picName: PIC, picture: await live.picture(), ...fields });
  await live.settled(productId, PIC);
  return productId;
}

/** AddImage with fields that the client would refuse. */
async function addRaw(name: string, fields: Readonly<Record<string, string>>): Promise<string> {
  const ProductId = live.product(name);
  const PicContent = Buffer.from(await live.picture()).toString('base64');
  await live.service.call('AddImage', { ProductId, PicName: PIC, PicContent, ...fields });
  return ProductId;
}

live.question(
  'Which fields does Detail have, and of which types?',
  { assumed: 'Name, Region, ServiceType, Capacity, Qps, TotalCount, UtcCreate, UtcExpireTime' },
  async () => {
    const { body } = await live.service.call('Detail', {});
    const { serviceType } = await gallery.detail();
    const fields = Object.entries((body['Instance'] ?? {}) as object).map(
      ([name, value]) => `${name} ${typeof value}`,
    );
    return `${fields.join(', ')}; the type is ${serviceType ?? 'one that no document names'}`;
  },
);

live.question(
  'How soon does CheckImageExists see an image that was added?',
  { assumed: 'at once' },
  async () => {
    const productId = live.product('soon');
    await gallery.add({ productId, picName: PIC, picture: await live.picture() });
    const { image, afterMs } = await live.settled(productId, PIC);
    return image === undefined ? `not within ${afterMs} ms` : `by ${afterMs} ms after the answer`;
  },
);

live.question(
  'What has CheckImageExists of an image with every attribute?',
  { assumed: 'everything that was added' },
  async () => {
    const ints = { intAttr: 1, intAttr2: 2, intAttr3: 3, intAttr4: 4 };
    const texts = { strAttr: 'a', strAttr2: 'b', strAttr3: 'c', strAttr4: 'd' };
    const given = { customContent: 'content', ...ints, ...texts };
    const image = await gallery.find(await added('all-fields', given), PIC);
    const lost = Object.entries(given).filter(([name, value]) => image?.[name as 'intAttr'] !== value);
    return lost.length === 0 ? 'everything that was added' : `not ${lost.map(([name]) => name).join(', ')}`;
  },
);

live.question(
  'What does AddImage do to attributes of an image that is there, when it does not name them?',
  { assumed: 'removes them: the image is overwritten as a whole' },
  async () => {
    const productId = await added('again', { customContent: 'first', intAttr: 1 });
    await gallery.add({ productId, picName: PIC, picture: await live.picture(2), customContent: 'second' });
    const isSecond = (image: { readonly customContent: string | undefined } | undefined) =>
      image?.customContent === 'second';
    const { image } = await live.settled(productId, PIC, isSecond);
    if (!isSecond(image)) return `nothing: the content is still ${image?.customContent}`;
    return image?.intAttr === 1 ? 'keeps them' : 'removes them';
  },
);

live.question(
  'What does UpdateImage do to attributes that it does not name?',
  { assumed: 'keeps them' },
  async () => {
    const productId = await added('update', { intAttr: 1, intAttr2: 2 });
    await gallery.update({ productId, picName: PIC, intAttr: 7 });
    const { image } = await live.settled(productId, PIC, (found) => found?.intAttr === 7);
    if (image?.intAttr !== 7) return `the update has not come: intAttr is ${image?.intAttr}`;
    return image.intAttr2 === 2 ? 'keeps them' : 'removes them';
  },
);

live.question(
  'What does UpdateImage answer for an image that is not there?',
  { assumed: 'refused with PicNotExist (HTTP 400)' },
  async () => {
    await gallery.update({ productId: live.product('nowhere'), picName: PIC, intAttr: 1 });
    return 'success';
  },
);

live.question(
  'Which names does DeleteImage answer with?',
  { assumed: 'those of the images that it has deleted, and none when there are none' },
  async () => {
    const productId = await added('deleted');
    const first = await gallery.delete({ productId, picName: PIC });
    const again = await gallery.delete({ productId, picName: PIC });
    const { image } = await live.settled(productId, PIC, (found) => found === undefined);
    return `first ${JSON.stringify(first.picNames)}, again ${JSON.stringify(again.picNames)}: ${isThere(image)}`;
  },
);

live.question(
  'Does AddImage take a product id of 300 characters?',
  { assumed: 'no: 256 at most' },
  async () => {
    const ProductId = live.product('long-'.padEnd(260, 'x')).slice(0, 300);
    await addRaw('long', { ProductId });
    const { image } = await live.settled(ProductId, PIC);
    return `yes: ${isThere(image)}`;
  },
);

for (const character of ['\\', '¥', '$', '&', '%', '"', "'", '<'])
  live.question(
    `What becomes of ${character} in a text attribute?`,
    { assumed: '\\¥$&%'.includes(character) ? 'refused with InvalidStrAttr (HTTP 400)' : 'kept' },
    async () => {
      const productId = await addRaw(`character-${character.codePointAt(0)}`, { StrAttr: `a${character}b` });
      const { image } = await live.settled(productId, PIC);
      return image?.strAttr === `a${character}b` ? 'kept' : `becomes ${JSON.stringify(image?.strAttr)}`;
    },
  );

live.question(
  'Does AddImage take an integer attribute beyond 32 bits?',
  { assumed: 'refused with InvalidIntAttr (HTTP 400)' },
  async () => {
    const productId = await addRaw('wide', { IntAttr: String(2 ** 31) });
    const { image } = await live.settled(productId, PIC);
    return `yes: it becomes ${image?.intAttr}`;
  },
);
