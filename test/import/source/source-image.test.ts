import { expect, it } from 'vitest';
import { SourceImage } from '../../../src/import/source/source-image.ts';
import type { ObjectStore } from '../../../src/shared/objects/object-store.ts';
import fc from '../../support/properties.ts';

const signal = new AbortController().signal;

/** A store of one object, which counts how often each of its bytes is read. */
function storeOf(content: Uint8Array) {
  const times = new Uint8Array(content.length);
  const read: ObjectStore['read'] = async (_, { offset, length }) => {
    const bytes = content.subarray(offset, offset + length);
    for (let at = offset; at < offset + bytes.length; at++) times[at] = (times[at] ?? 0) + 1;
    return { bytes, size: content.length };
  };
  return { times, source: { name: 'one', read } };
}

const pieces = fc.array(fc.tuple(fc.nat({ max: 60 }), fc.integer({ min: 1, max: 60 })), { maxLength: 8 });

it('SourceImage gives the bytes of its object for any reads, and then all of it', () =>
  fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 80 }),
      pieces,
      fc.boolean(),
      async (content, reads, isNear) => {
        const { source } = storeOf(content);
        const image = new SourceImage({
          source,
          key: 'a',
          name: 'a.png',
          traits: { isNear, isOfManyHosts: false },
          signal,
        });
        for (const [offset, length] of [[0, 1] as const, ...reads]) {
          const { bytes, size } = await image.read(offset, length);
          expect(size).toBe(content.length);
          expect(Buffer.from(bytes)).toEqual(Buffer.from(content.subarray(offset, offset + length)));
        }
        expect(Buffer.from(await image.load())).toEqual(Buffer.from(content));
      },
    ),
  ));

it('SourceImage reads no byte twice when it is read from its beginning on', () =>
  fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ minLength: 1, maxLength: 80 }),
      fc.integer({ min: 1, max: 90 }),
      async (content, first) => {
        const { source, times } = storeOf(content);
        const image = new SourceImage({
          source,
          key: 'a',
          name: 'a.png',
          traits: { isNear: false, isOfManyHosts: false },
          signal,
        });
        await image.read(0, first);
        await image.load();
        expect(Math.max(...times)).toBe(1);
      },
    ),
  ));

it('SourceImage fails when its object has another size than at first', async () => {
  let size = 10;
  const read: ObjectStore['read'] = async (_, { length }) => ({
    bytes: new Uint8Array(Math.min(length, 4)),
    size: size++,
  });
  const image = new SourceImage({
    source: { read },
    key: 'a',
    name: 'a.png',
    traits: { isNear: false, isOfManyHosts: false },
    signal,
  });
  await image.read(0, 4);
  await expect(image.load()).rejects.toMatchObject({ issue: { code: 'IMAGE_UNREADABLE' } });
});
