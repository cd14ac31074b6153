import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StateFolder } from '../../../src/emulator/state/state-folder.ts';
import { rejection } from '../../support/failure.ts';
import fc from '../../support/properties.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { aTask, newState, snapshot } from './state-bed.ts';

type State = ReturnType<typeof newState>;

/** A state that was kept, taken up and kept again. */
async function reopened(path: string): Promise<ReturnType<typeof snapshot>> {
  const state = newState();
  const folder = await StateFolder.open(path, state);
  await folder.close();
  return snapshot(state);
}

async function kept(path: string, act: (state: State) => void): Promise<State> {
  const state = newState();
  const folder = await StateFolder.open(path, state);
  act(state);
  await folder.close();
  return state;
}

const LINE_FEED = 0x0a;
const journalOf = (path: string) => join(path, 'journal.jsonl');
const contentsOf = (path: string) => readdirSync(join(path, 'objects'));

describe('a state folder', () => {
  const bucket = fc.constantFrom('first', 'second');
  const key = fc.constantFrom('a.jpg', 'b/c.jpg', '商品.jpg', '\ud83d\ude00 "quoted"\n.jpg');
  const name = fc.constantFrom('P1', 'P2', '商品', '__proto__', '"\n');
  const content = fc.oneof(fc.uint8Array({ maxLength: 8 }), fc.constant(new Uint8Array(5_000).fill(7)));
  const galleryChange = fc.oneof(
    fc.record({ ProductId: name, PicName: name }).map((names) => ({ image: { ...names, CategoryId: 2 } })),
    fc
      .record({ ProductId: name, PicName: fc.option(name, { nil: undefined }) })
      .map((names) => ({ noImage: names })),
  );
  const operation: fc.Arbitrary<(state: State) => void> = fc.oneof(
    fc.tuple(bucket, key, content, fc.string(), fc.dictionary(fc.constant('x-oss-meta-a'), fc.string())).map(
      ([bucket, key, bytes, contentType, headers]) =>
        ({ oss }: State) =>
          void oss.putObject(bucket, key, bytes, { contentType, headers }),
    ),
    fc.tuple(bucket, key, content, fc.constantFrom('Multipart', 'Appendable')).map(
      ([bucket, key, bytes, type]) =>
        ({ oss }: State) =>
          void oss.putObject(bucket, key, bytes, { origin: { type, etag: `${key}-2` } }),
    ),
    fc.tuple(bucket, key).map(
      ([bucket, key]) =>
        ({ oss }: State) =>
          void oss.deleteObject(bucket, key),
    ),
    fc.tuple(name, name, fc.integer(), fc.string({ unit: 'binary' })).map(
      ([ProductId, PicName, IntAttr, CustomContent]) =>
        ({ instance }: State) =>
          void instance.add({ ProductId, PicName, CategoryId: 1, IntAttr, CustomContent }),
    ),
    fc.tuple(name, fc.option(name, { nil: undefined })).map(
      ([productId, picName]) =>
        ({ instance }: State) =>
          instance.delete(productId, picName),
    ),
    fc.constant(({ instance }: State) => instance.addTask(aTask(instance.tasks.length + 1))),
    fc.array(galleryChange, { maxLength: 4 }).map((changes) => ({ instance }: State) => {
      const task = instance.tasks.at(-1);
      if (task !== undefined) instance.changeTogether(changes, task, { status: 'SUCCESS' });
    }),
    fc.string().map((message) => ({ instance }: State) => {
      const task = instance.tasks.at(-1);
      if (task !== undefined)
        instance.changeTask(task, { status: 'SUCCESS', message, failureKey: `shop/${task.id}` });
    }),
  );
  const step = fc.oneof(
    { weight: 12, arbitrary: operation.map((act) => ({ act })) },
    { weight: 1, arbitrary: fc.constantFrom('restart', 'clear') },
  );

  it('gives back the same state after any sequence of changes, restarts and resets', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        using temporary = temporaryFolder();
        const plain = newState(6);
        let state = newState(6);
        let folder = await StateFolder.open(temporary.path, state);
        for (const one of steps) {
          if (one === 'clear') {
            folder.clear();
            for (const each of [plain, state]) {
              each.oss.clear();
              each.instance.clear();
            }
          } else if (one === 'restart') {
            await folder.close();
            state = newState(6);
            folder = await StateFolder.open(temporary.path, state);
          } else {
            one.act(plain);
            one.act(state);
          }
        }
        await folder.close();
        const [expected, found] = [snapshot(plain), await reopened(temporary.path)];
        expect(timeless(found)).toEqual(timeless(expected));
        expect(found).toEqual(snapshot(state)); // times included
      }),
      { numRuns: 40 }, // each start waits for the disk
    );
  });

  /** The clock of a state begins anew with it. */
  const timeless = ({ objects, ...others }: ReturnType<typeof snapshot>) => ({
    ...others,
    objects: objects.map(([bucket, object]) => [bucket, { ...object, lastModified: 0 }]),
  });

  it('gives back a state whose journal is longer than one write, in its order', async () => {
    using temporary = temporaryFolder();
    const keep = ({ instance, oss }: State) => {
      for (let n = 0; n < 50; n++) {
        oss.putObject('first', `k${n}`, Buffer.from('same'));
        instance.add({ ProductId: `P${n}`, PicName: 'a', CategoryId: 1, CustomContent: '品'.repeat(4096) });
      }
    };
    const before = snapshot(await kept(temporary.path, keep));
    expect(await reopened(temporary.path)).toEqual(before);
    expect(await reopened(temporary.path)).toEqual(before); // and what was written anew is whole
  });

  it('drops changes of a task that was killed before its end was written, and keeps the later ones', async () => {
    using temporary = temporaryFolder();
    const image = (ProductId: string) => ({ image: { ProductId, PicName: 'a', CategoryId: 1 } });
    const names = ({ images }: ReturnType<typeof snapshot>) => images.map(({ ProductId }) => ProductId);
    await kept(temporary.path, ({ instance }) => {
      instance.change(image('before'));
      instance.addTask(aTask(1));
      const task = instance.tasks[0] as ReturnType<typeof aTask>;
      instance.changeTogether([image('P1'), image('P2')], task, { status: 'SUCCESS' });
    });
    const whole = readFileSync(journalOf(temporary.path));
    const cuts = [...whole.keys()].filter((at) => whole[at] === LINE_FEED);
    const found: (readonly string[])[] = [];
    for (const cut of cuts.slice(2)) {
      writeFileSync(journalOf(temporary.path), whole.subarray(0, cut + 1));
      found.push(names(await reopened(temporary.path)));
      await kept(temporary.path, ({ instance }) => void instance.change(image('later')));
      expect(names(await reopened(temporary.path))).toEqual([...(found.at(-1) ?? []), 'later']);
    }
    expect(found).toEqual([['before'], ['before'], ['before'], ['before', 'P1', 'P2']]);
  });

  it('drops changes of a task whose end could not be written, when it is ended otherwise', async () => {
    using temporary = temporaryFolder();
    await kept(temporary.path, ({ instance }) => {
      instance.addTask(aTask(1));
      const task = instance.tasks[0] as ReturnType<typeof aTask>;
      const long = { ProductId: 'long', PicName: 'a', CategoryId: 1, CustomContent: 'c'.repeat(2 ** 26) };
      const changes = ['P1', 'P2'].map((ProductId) => ({
        image: { ProductId, PicName: 'a', CategoryId: 1 },
      }));
      expect(() => instance.changeTogether([...changes, { image: long }], task, {})).toThrow(RangeError);
      expect(instance.images).toBe(0);
      instance.changeTask(task, { status: 'FAIL' });
    });
    expect(await reopened(temporary.path)).toMatchObject({ images: [], tasks: [{ status: 'FAIL' }] });
  });

  it('is made when it is not there', async () => {
    using temporary = temporaryFolder();
    const path = join(temporary.path, 'deep', 'below');
    const state = await kept(path, ({ oss }) => void oss.putObject('first', 'k', Buffer.from('1')));
    expect(await reopened(path)).toEqual(snapshot(state));
  });

  it('holds what is needed and no more after a restart', async () => {
    using temporary = temporaryFolder();
    await kept(temporary.path, ({ oss, instance }) => {
      for (let i = 0; i < 50; i++) {
        oss.putObject('first', 'k', Buffer.from(String(i)));
        instance.add({ ProductId: 'P', PicName: 'a', CategoryId: i });
      }
      oss.putObject('second', 'same', Buffer.from('49'));
    });
    expect(contentsOf(temporary.path)).toHaveLength(50);
    await reopened(temporary.path);
    expect(contentsOf(temporary.path)).toHaveLength(1);
    const lines = readFileSync(journalOf(temporary.path), 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(4); // the format, two objects, one image
  });

  it('holds nothing after clear()', async () => {
    using temporary = temporaryFolder();
    const state = newState();
    const folder = await StateFolder.open(temporary.path, state);
    state.oss.putObject('first', 'k', Buffer.from('1'));
    folder.clear();
    expect(contentsOf(temporary.path)).toEqual([]);
    await folder.close();
    expect(await reopened(temporary.path)).toEqual({ objects: [], images: [], tasks: [] });
  });

  it('keeps nothing that changes after close()', async () => {
    using temporary = temporaryFolder();
    const state = await kept(temporary.path, () => {});
    state.oss.putObject('first', 'k', Buffer.from('1'));
    state.instance.add({ ProductId: 'P', PicName: 'a', CategoryId: 1 });
    expect(await reopened(temporary.path)).toEqual({ objects: [], images: [], tasks: [] });
  });

  it('leaves the state as it was, and the journal whole, when a change cannot be written', async () => {
    using temporary = temporaryFolder();
    const state = newState();
    const folder = await StateFolder.open(temporary.path, state);
    state.oss.putObject('first', 'k', Buffer.from('1'));
    rmSync(join(temporary.path, 'objects'), { recursive: true });
    expect(() => state.oss.putObject('first', 'other', Buffer.from('2'))).toThrow('ENOENT');
    expect(snapshot(state).objects).toHaveLength(1);
    expect(state.oss.deleteObject('first', 'k')).toBe(true);
    await folder.close();
    expect((await reopened(temporary.path)).objects).toEqual([]);
  });
});

describe('a damaged state folder', () => {
  /** A folder with six lines: the format, two objects, two images, a task. */
  async function filled(path: string): Promise<State> {
    return await kept(path, ({ oss, instance }) => {
      oss.putObject('first', 'a', Buffer.from('content of a'));
      oss.putObject('first', 'b', Buffer.from('content of b'));
      instance.add({ ProductId: 'P1', PicName: 'a', CategoryId: 1 });
      instance.add({ ProductId: 'P2', PicName: 'a', CategoryId: 1 });
      instance.addTask(aTask(1));
    });
  }

  it('is taken up as if nothing had been when the last line was being written', async () => {
    using temporary = temporaryFolder();
    const before = snapshot(await filled(temporary.path));
    const whole = readFileSync(journalOf(temporary.path));
    const lastLine = whole.lastIndexOf(0x0a, whole.length - 2) + 1;
    for (let end = lastLine; end < whole.length; end += 5) {
      writeFileSync(journalOf(temporary.path), whole.subarray(0, end));
      expect(await reopened(temporary.path)).toEqual({ ...before, tasks: [] });
    }
  });

  it('is an error that names file and line, and changes nothing, wherever a byte is another one', async () => {
    using temporary = temporaryFolder();
    await filled(temporary.path);
    const path = journalOf(temporary.path);
    const whole = readFileSync(path);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 2), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const bytes = Buffer.from(whole);
        bytes[at] = (bytes[at] ?? 0) ^ change;
        writeFileSync(path, bytes);
        const error = await rejection(StateFolder.open(temporary.path, newState()));
        expect(error).toBeInstanceOf(RangeError);
        const line = whole.subarray(0, at).filter((byte) => byte === 0x0a).length + 1;
        expect(String(error)).toContain(`line ${line} of ${path} as it must be as it was written`);
        expect(readFileSync(path)).toEqual(bytes);
      }),
      { numRuns: 150 },
    );
  });

  it.each<[string, (lines: string[]) => string[], number]>([
    ['a line is missing', (lines) => lines.toSpliced(2, 1), 3],
    ['a line stands twice', (lines) => lines.toSpliced(2, 0, lines[2] ?? ''), 4],
    ['two lines changed places', ([a = '', b = '', c = '', ...rest]) => [a, c, b, ...rest], 2],
    ['a line is empty', (lines) => lines.toSpliced(3, 0, ''), 4],
    ['something was written behind it', (lines) => [...lines, 'x'], 7],
  ])('is an error when %s', async (_, change, line) => {
    using temporary = temporaryFolder();
    await filled(temporary.path);
    const path = journalOf(temporary.path);
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    writeFileSync(path, `${change(lines).join('\n')}\n`);
    const error = await rejection(StateFolder.open(temporary.path, newState()));
    expect(String(error)).toContain(`line ${line} of ${path}`);
  });

  it.each<[string, (file: string) => void]>([
    ['missing', (file) => rmSync(file)],
    ['longer', (file) => appendFileSync(file, 'x')],
    ['shorter', (file) => writeFileSync(file, 'content of')],
  ])('is an error that names the line and the file when a content is %s', async (_, damage) => {
    using temporary = temporaryFolder();
    await filled(temporary.path);
    const [first = ''] = contentsOf(temporary.path);
    damage(join(temporary.path, 'objects', first));
    const error = await rejection(StateFolder.open(temporary.path, newState()));
    expect(error).toBeInstanceOf(RangeError);
    expect(String(error)).toMatch(/line [23] of .*journal\.jsonl as the file of its content must be there/);
    expect(String(error)).toContain('objects');
  });

  it('is an error, and changes nothing, when the journal of its contents is gone', async () => {
    using temporary = temporaryFolder();
    await kept(temporary.path, ({ oss }) => void oss.putObject('first', 'a.jpg', Buffer.from('image')));
    rmSync(journalOf(temporary.path));
    const error = await rejection(reopened(temporary.path));
    expect(error).toBeInstanceOf(RangeError);
    expect(String(error)).toContain(JSON.stringify(journalOf(temporary.path)));
    expect(contentsOf(temporary.path)).toHaveLength(1);
  });

  it('is an error when an object lies in a bucket that the emulator does not have', async () => {
    using temporary = temporaryFolder();
    await kept(temporary.path, ({ oss }) => {
      oss.createBucket('third', 'cn-shanghai');
      oss.putObject('third', 'a', Buffer.from('1'));
    });
    const error = await rejection(StateFolder.open(temporary.path, newState()));
    expect(String(error)).toContain('its bucket must be one of the emulator: current value is "third"');
  });

  it('can be used once it is mended: nothing is locked and nothing was changed', async () => {
    using temporary = temporaryFolder();
    const before = snapshot(await filled(temporary.path));
    const path = journalOf(temporary.path);
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(10));
    await rejection(StateFolder.open(temporary.path, newState()));
    writeFileSync(path, whole);
    expect(await reopened(temporary.path)).toEqual(before);
  });
});
