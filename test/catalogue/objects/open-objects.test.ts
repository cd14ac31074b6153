import { describe, expect, test } from 'vitest';
import { openObjects } from '../../../src/catalogue/objects/open-objects.ts';
import { inShort, rowsIn } from '../raw-rows.ts';

const read = (source: Iterable<object> | AsyncIterable<object>) => rowsIn(openObjects(source));
const objectOf = async (value: object) => (await read([value]))[0]?.object;

class Item {
  constructor(id: bigint) {
    this.id = id;
  }
  readonly id: bigint;
  get image() {
    return `${this.id}.jpg`;
  }
  get crop(): boolean | null {
    return null;
  }
  describe() {
    return 'not a column';
  }
}

class RenamedItem extends Item {
  readonly sku = 7;
  override get image() {
    return 'other.jpg';
  }
}

describe('openObjects', () => {
  test('gives each object as it is, with its position', async () => {
    const rows = [{ id: 1n, image: 'a.jpg', crop: null }, Object.create(null) as object];
    expect((await read(rows)).map(({ object }) => object)).toEqual(rows);
    expect(inShort(await read(rows)).map(([line, lines]) => [line, lines])).toEqual([
      [1, 1],
      [2, 1],
    ]);
  });

  test('reads Maps and the getters of classes', async () => {
    expect(
      await objectOf(
        new Map<unknown, unknown>([
          ['id', 1],
          [2, 'x'],
        ]),
      ),
    ).toEqual({ id: 1, 2: 'x' });
    expect(await objectOf(new Item(5n))).toEqual({ id: 5n, image: '5.jpg', crop: null });
    expect(await objectOf(new RenamedItem(5n))).toEqual({ id: 5n, image: 'other.jpg', crop: null, sku: 7 });
  });

  test('keeps a key __proto__ of a Map apart from the prototype', async () => {
    const object = await objectOf(new Map([['__proto__', { image: 'a.jpg' }]]));
    expect(object?.['image']).toBeUndefined();
    expect(Object.keys(object ?? {})).toEqual(['__proto__']);
  });

  test.each([
    [7, '7'],
    [null, 'null'],
    [['a.jpg'], '["a.jpg"]'],
    [Uint8Array.of(1), '{"0":1}'],
    [undefined, 'undefined'],
  ])('refuses %j and reads on', async (value, shown) => {
    expect(inShort(await read([value as object, { id: 1 }]))).toEqual([
      [1, 1, `The entry is ${shown}: it must be an object`],
      [2, 1, { id: 1 }],
    ]);
  });

  test('refuses an entry whose getter throws', async () => {
    class Lazy {
      get id(): string {
        throw new Error('not loaded');
      }
    }
    expect(inShort(await read([new Lazy()]))).toEqual([[1, 1, 'The entry cannot be read: not loaded']]);
  });

  test('refuses an object whose own getter, or whose keys, throw, and reads on', async () => {
    const lazy = {
      get id(): string {
        throw new Error('not loaded');
      },
    };
    const closed = new Proxy(
      {},
      {
        ownKeys() {
          throw new Error('closed');
        },
      },
    );
    expect(inShort(await read([lazy, closed, { id: 1 }]))).toEqual([
      [1, 1, 'The entry cannot be read: not loaded'],
      [2, 1, 'The entry cannot be read: closed'],
      [3, 1, { id: 1 }],
    ]);
  });

  test('hands on each entry of an async iterable when it comes', async () => {
    async function* slow() {
      yield { id: 1 };
      throw new Error('the second was asked for');
    }
    const { rows } = openObjects(slow());
    expect((await rows.next()).value).toHaveLength(1);
  });

  test('gives all of many', async () => {
    const many = Array.from({ length: 1000 }, (_, id) => ({ id }));
    expect((await read(many)).map(({ object }) => object)).toEqual(many);
  });
});
