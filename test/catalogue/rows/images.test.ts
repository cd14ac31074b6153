import { describe, expect, test } from 'vitest';
import { cellRows, codes, entries, messages, objectRows, tableRows } from './read-rows.ts';

const cell = (image: string, options = {}) => cellRows({ ProductId: '1', Image: image }, options);
const images = (rows: ReturnType<typeof cell>) => entries(rows).map((entry) => entry?.image);

describe('images in one cell', () => {
  test.each([
    ['a.jpg,b.jpg', ['a.jpg', 'b.jpg']],
    ['a.jpg; b.png', ['a.jpg', 'b.png']],
    ['a.jpg|b.WEBP|c.jpeg', ['a.jpg', 'b.WEBP', 'c.jpeg']],
    ['a.jpg\r\nb.jpg', ['a.jpg', 'b.jpg']],
    ['a,b.jpg;c.jpg', ['a,b.jpg', 'c.jpg']],
    ['a.jpg, https://shop.example/b', ['a.jpg', 'https://shop.example/b']],
    ['a.jpg,', ['a.jpg,']],
    ['High_Street,_London.jpg', ['High_Street,_London.jpg']],
    ['red; blue.jpg', ['red; blue.jpg']],
    ['https://shop.example/a.jpg', ['https://shop.example/a.jpg']],
    [
      'https://shop.example/a.jpg, https://shop.example/b.jpg',
      ['https://shop.example/a.jpg', 'https://shop.example/b.jpg'],
    ],
    [
      'https://cdn.example/w_300,h_300/a.jpg;https://cdn.example/w_300,h_300/b.jpg',
      ['https://cdn.example/w_300,h_300/a.jpg', 'https://cdn.example/w_300,h_300/b.jpg'],
    ],
    ['https://a.example/?u=https://b.example/a.jpg', ['https://a.example/?u=https://b.example/a.jpg']],
    [
      'https://a.example/a.jpg https://a.example/b.jpg ,',
      ['https://a.example/a.jpg', 'https://a.example/b.jpg'],
    ],
  ])('are told apart when it is %j', (value, expected) => {
    expect(images(cell(value))).toEqual(expected);
  });

  test('are one when the folder of images has a file of that name', () => {
    const imageExists = (name: string) => name === 'a.jpg,b.jpg';
    expect(images(cell('a.jpg,b.jpg', { imageExists }))).toEqual(['a.jpg,b.jpg']);
    expect(images(cell('a.jpg,c.jpg', { imageExists }))).toEqual(['a.jpg', 'c.jpg']);
  });

  test.each([
    ['|', 'red|blue', ['red', 'blue']],
    [',', 'a.jpg;b.jpg,c.jpg', ['a.jpg;b.jpg', 'c.jpg']],
    ['\n', 'red\nblue\n', ['red', 'blue']],
    [
      ';',
      'https://a.example/1,https://a.example/2;https://a.example/3',
      ['https://a.example/1,https://a.example/2', 'https://a.example/3'],
    ],
    ['none', 'a.jpg,b.jpg', ['a.jpg,b.jpg']],
  ])('are told apart by the separator %j that is given', (imageSeparator, value, expected) => {
    expect(images(cell(value, { imageSeparator }))).toEqual(expected);
  });

  test('become one entry each, with the fields and the place of the row', () => {
    const rows = cellRows({ ProductId: '1', Image: 'a.jpg,b.jpg', CustomContent: 'x', StrAttr: 'NULL' });
    expect(entries(rows)).toEqual(
      ['a.jpg', 'b.jpg'].map((image) => ({ productId: '1', image, customContent: 'x', strAttr: 'NULL' })),
    );
    expect(rows.map(({ place }) => place.line)).toEqual([2, 2]);
    expect(rows.map(({ issues }) => issues.length)).toEqual([1, 0]);
  });

  test('are refused one by one', () => {
    const rows = cell('a.jpg|/b.jpg|c.jpg|https://x.example/d.jpg');
    expect(entries(rows).map((entry) => entry?.image)).toEqual([
      'a.jpg',
      undefined,
      'c.jpg',
      expect.anything(),
    ]);
    expect(rows[1]?.names).toEqual({ productId: '1', image: '/b.jpg', picName: undefined });
  });

  test('are refused when one PicName is to serve for all', () => {
    expect(codes(cellRows({ ProductId: '1', Image: 'a.jpg,b.jpg', PicName: 'c.jpg' }))).toEqual([
      'error CATALOGUE_PIC_NAME_OF_SEVERAL',
    ]);
  });
});

describe('images of a row', () => {
  test('are those of several columns, each once', () => {
    const rows = cellRows({
      ProductId: '1',
      additional_images: 'c.jpg,a.jpg',
      Image: 'a.jpg',
      image_2: 'b.jpg',
    });
    expect(images(rows)).toEqual(['a.jpg', 'c.jpg', 'b.jpg']);
    expect(codes(rows)).toEqual(['warning CATALOGUE_IMAGE_REPEATED']);
  });

  test('are those of a list', () => {
    expect(images(objectRows({ id: 1, images: ['a.jpg', 'b,c.jpg', null] }))).toEqual(['a.jpg', 'b,c.jpg']);
    expect(codes(objectRows({ id: 1, images: [] }))).toEqual(['error CATALOGUE_IMAGE_MISSING']);
    expect(codes(objectRows({ id: 1, images: [['a.jpg']] }))).toEqual(['error CATALOGUE_VALUE']);
  });

  test('are bytes or streams when code hands them over with a name', () => {
    const image = new Uint8Array([1]);
    expect(entries(objectRows({ productId: '1', image, picName: 'a.jpg' }))).toEqual([
      { productId: '1', image, picName: 'a.jpg' },
    ]);
    const stream = (async function* () {
      yield image;
    })();
    expect(codes(objectRows({ productId: '1', image: stream }))).toEqual([
      'error CATALOGUE_PIC_NAME_MISSING',
    ]);
    expect(codes(objectRows({ productId: '1', image: new Blob([]) }))).toEqual([
      'error CATALOGUE_PIC_NAME_MISSING',
    ]);
  });
});

describe('where an image is', () => {
  test.each([
    'shoes\\a.jpg',
    './a.jpg',
    'images/a.jpg',
    'a',
    'a.heic',
    'a.xyz',
    'oss://bucket-1/folder/a.jpg',
    '1001',
  ])('is left as written when it is %s', (image) => {
    expect(codes(cell(image))).toEqual([]);
    expect(images(cell(image))).toEqual([image]);
  });

  test.each([
    ['//cdn.example/a.jpg?v=3', 'write "https:" before it'],
    ['/c.jpg', 'so write "c.jpg" if that is meant'],
    ['\\shoes\\c.jpg', 'it is an absolute path'],
    ['\\\\server\\share\\c.jpg', 'a path of a network share'],
    ['C:\\Users\\me\\a.jpg', 'an absolute path with a drive'],
    ['C:/Users/me/a.jpg', 'an absolute path with a drive'],
    ['ftp://shop.example/a.jpg', 'only http:, https: and oss: are read'],
    ['file:///tmp/a.jpg', 'only http:, https: and oss: are read'],
    ['data:image/png;base64,AAAA', 'write it to a file and name that'],
    ['oss://bucket', 'an object in OSS is named oss://BUCKET/KEY'],
    ['http://', 'is not a URL that can be read'],
  ])('is refused with its reason when it is %s', (image, reason) => {
    expect(codes(cell(image))).toEqual(['error CATALOGUE_IMAGE_LOCATION']);
    expect(messages(cell(image))[0]).toContain(reason);
  });

  test.each(['Thumbs.db', 'a.mp4', 'shoes/a.PDF', 'readme.txt', 'https://shop.example/a.mp4?x=1'])(
    'is no image when it is %s',
    (image) => {
      expect(codes(cell(image))).toEqual(['error CATALOGUE_NOT_AN_IMAGE']);
    },
  );
});

describe('an image behind a URL', () => {
  const picNames = (urls: readonly string[]) =>
    tableRows(
      ['ProductId', 'Image'],
      urls.map((url, at) => [String(at), url]),
    ).flatMap((rows) => entries(rows as ReturnType<typeof cell>).map((entry) => entry?.picName));

  test.each([
    ['https://shop.example/img/a.jpg?v=3#x', 'img/a.jpg'],
    ['https://shop.example/%E7%BA%A2%20%E9%9E%8B.jpg', '红 鞋.jpg'],
    ['https://shop.example/a%2Fb%5Cc.jpg', 'a_b_c.jpg'],
    ['https://shop.example/%ff.jpg', '%ff.jpg'],
    ['https://shop.example//a/../b.jpg', 'b.jpg'],
    ['https://shop.example/images/1001', 'images/1001.jpg'],
    ['https://shop.example/image.php?id=1', 'image.php'],
    ['https://shop.example', 'image.jpg'],
  ])('has a name made of its path when it is %s', (url, picName) => {
    expect(picNames([url])).toEqual([picName]);
  });

  test('has the name that the row gives', () => {
    const rows = tableRows(
      ['ProductId', 'Image', 'PicName'],
      [
        ['1', 'https://one.example/a.jpg', 'b.jpg'],
        ['2', 'https://two.example/a.jpg', 'c.jpg'],
        ['3', 'https://three.example/a.jpg', ''],
      ],
    ).flat() as ReturnType<typeof cell>;
    expect(entries(rows).map((entry) => entry?.picName)).toEqual(['b.jpg', 'c.jpg', 'a.jpg']);
    expect(codes(rows)).toEqual([]);
  });

  test('has a digest in its name, and a warning, when another URL has its path', () => {
    const urls = ['https://one.example/a.jpg', 'https://two.example/a.jpg', 'https://one.example/a.jpg'];
    const [first, second, third] = picNames(urls);
    expect([first, third]).toEqual(['a.jpg', 'a.jpg']);
    expect(second).toMatch(/^a-[0-9a-f]{12}\.jpg$/);
    const rows = tableRows(
      ['ProductId', 'Image'],
      urls.map((url) => ['1', url]),
    ).flat();
    expect(codes(rows as ReturnType<typeof cell>)).toEqual(['warning CATALOGUE_URL_NAME']);
  });

  test('has a name of its own among many', () => {
    const urls = Array.from({ length: 5_000 }, (_, n) => `https://shop.example/image?id=${n}`);
    expect(new Set(picNames(urls)).size).toBe(5_000);
    expect(
      picNames([
        ...urls.slice(0, 2_000).map((url) => url.replace('?id=', '/')),
        'https://shop.example/image/7',
      ]).at(-1),
    ).toBe('image/7.jpg');
  });
});
