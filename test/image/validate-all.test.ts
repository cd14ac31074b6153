import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { ImageReader, ImageSource } from '../../src/image/image-source.ts';
import { ImageValidator, type ImageVerdict } from '../../src/image/image-validator.ts';
import { sleep } from '../../src/shared/async/sleep.ts';

const validator = new ImageValidator();
const image = await makeImage({ format: 'png', width: 100, height: 100 });

const collect = async (verdicts: AsyncIterable<ImageVerdict>) => {
  const all: ImageVerdict[] = [];
  for await (const verdict of verdicts) all.push(verdict);
  return all;
};

/** Readers of which each takes `ms(i)`; counts how many are at work. */
function slowReaders(count: number, ms: (i: number) => number) {
  const state = { atWork: 0, most: 0, started: 0 };
  const readers = Array.from(
    { length: count },
    (_, i): ImageReader => ({
      name: `${i}.png`,
      read: async (_offset, _length, signal) => {
        state.started++;
        state.most = Math.max(state.most, ++state.atWork);
        await sleep(ms(i), signal).finally(() => state.atWork--);
        return { bytes: image, size: image.length };
      },
    }),
  );
  return { state, readers };
}

describe('validateAll', () => {
  test('keeps the order and the bound when images take different times', async () => {
    const { state, readers } = slowReaders(20, (i) => (i % 4) * 5);
    const verdicts = await collect(validator.validateAll(readers, { concurrency: 3 }));
    expect(verdicts.map(({ name }) => name)).toEqual(readers.map(({ name }) => name));
    expect(state.most).toBe(3);
  });

  test('goes on when an image is bad', async () => {
    const sources: ImageSource[] = [image, 'no/such/file.png', new Uint8Array(0), image];
    const verdicts = await collect(validator.validateAll(sources));
    expect(verdicts.map(({ ok }) => ok)).toEqual([true, false, false, true]);
  });

  test('takes an asynchronous source', async () => {
    const verdicts = await collect(
      validator.validateAll(
        (async function* () {
          yield image;
          yield image;
        })(),
      ),
    );
    expect(verdicts).toHaveLength(2);
  });

  test('rejects with the reason and leaves no listener when it is aborted', async () => {
    const { state, readers } = slowReaders(50, () => 10);
    const controller = new AbortController();
    const reason = new Error('Enough');
    const seen: ImageVerdict[] = [];
    const run = async () => {
      for await (const verdict of validator.validateAll(readers, {
        concurrency: 2,
        signal: controller.signal,
      })) {
        seen.push(verdict);
        if (seen.length === 3) controller.abort(reason);
      }
    };
    await expect(run()).rejects.toBe(reason);
    expect(state.started).toBeLessThan(10);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });
});

describe('validate', () => {
  test('rejects with the reason at once when it is aborted before and while it reads', async () => {
    const reason = new Error('Enough');
    await expect(validator.validate(image, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const hanging: ImageReader = { name: 'hanging.png', read: () => new Promise(() => {}) };
    const verdict = validator.validate(hanging, { signal: controller.signal });
    controller.abort(reason);
    await expect(verdict).rejects.toBe(reason);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  test.each([[''], [42], [null], [undefined], [{}], [{ name: 'a' }], [[image]]])(
    'throws TypeError when the source is %j',
    async (source) => {
      await expect(validator.validate(source as unknown as string)).rejects.toThrow(TypeError);
    },
  );

  test('tells how an object in OSS is read when its address is given as a path', async () => {
    await expect(validator.validate('oss://shop/a.jpg')).rejects.toThrow(/storedImage\(new OssStore/);
  });

  test('throws TypeError when a reader breaks its contract', async () => {
    const reader = { name: 'a.png', read: async () => ({ bytes: 'text', size: 4 }) };
    await expect(validator.validate(reader as unknown as ImageReader)).rejects.toThrow(TypeError);
  });
});

describe('wrong options', () => {
  test('throw before anything is read', async () => {
    expect(() => new ImageValidator({ serviceType: 'shoes' as 'product' })).toThrow(TypeError);
    expect(() => validator.validateAll([image], { concurrency: 0 })).toThrow(RangeError);
    expect(() => validator.validateAll([image], { concurrent: 2 } as object)).toThrow(
      'no option "concurrent"',
    );
    const misspelt = { sginal: AbortSignal.abort() } as object;
    await expect(validator.validate(image, misspelt)).rejects.toThrow("did you mean 'signal'");
    expect(() => validator.validateAll('photo.png' as unknown as ImageSource[])).toThrow(TypeError);
    expect(() => validator.validateAll(image as unknown as ImageSource[])).toThrow(TypeError);
  });
});
