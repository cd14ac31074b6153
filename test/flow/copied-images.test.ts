import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import {
  type Credentials,
  importCatalogue,
  OssStore,
  type TransferOptions,
  type TransferOutcome,
  transferImages,
} from '../../src/index.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { all } from '../support/items.ts';
import { into, quickEmulator } from './import-test-bed.ts';

const BUCKETS = { 'old-shop': 'cn-shanghai', 'new-shop': 'cn-shanghai' };

/** May use the new bucket alone. */
const STRANGER = { accessKeyId: 'stranger', accessKeySecret: 'secret' };

let emulator: Emulator;
let good: Uint8Array;
const stores: OssStore[] = [];
/** A bucket, opened by its owner or by a user that the emulator knows. */
function bucket(name: string, { accessKeyId, accessKeySecret }: Credentials = emulator): OssStore {
  const [region, endpoint] = [emulator.regionId, emulator.ossEndpoint];
  const credentials = { accessKeyId, accessKeySecret };
  const store = new OssStore({ bucket: name, region, endpoint, credentials });
  stores.push(store);
  return store;
}
beforeAll(async () => {
  good = await makeImage({ format: 'png', width: 120, height: 100 });
  const policy = {
    Version: '1',
    Statement: [{ Effect: 'Allow', Action: 'oss:*', Resource: 'acs:oss:*:*:new-shop*' }],
  } as const;
  emulator = await quickEmulator({ buckets: BUCKETS, users: [{ ...STRANGER, policy }] });
});
beforeEach(() => emulator.reset());
afterAll(async () => {
  for (const store of stores) store.close();
  await emulator.close();
});

async function transfer(source: OssStore, target: OssStore, options: TransferOptions = {}) {
  const outcomes: TransferOutcome[] = [];
  const clock = new FakeClock({ auto: true });
  const onOutcome = (outcome: TransferOutcome) => void outcomes.push(outcome);
  const summary = await transferImages(source, target, { clock, onOutcome, ...options });
  return { summary, outcomes };
}

const bytesOf = async (store: OssStore, key: string) =>
  Buffer.from((await store.read(key, { offset: 0, length: 1_000_000 })).bytes);

describe('transferImages() between buckets of one region', () => {
  it('has OSS copy the good images, refuses the others, and sends no bytes itself', async () => {
    const [source, target] = [bucket('old-shop'), bucket('new-shop')];
    await source.put('in/a b+c.png', good);
    await source.put('in/broken.png', good.subarray(0, 60));
    const { summary, outcomes } = await transfer(source, target, {
      ...{ sourcePrefix: 'in/', prefix: 'out', maxBytes: 1 }, // of what goes through this machine
    });
    expect(summary).toMatchObject({ listed: 2, sent: 1, copied: 1, refused: 1, bytes: good.length });
    expect(outcomes[0]).toMatchObject({ key: 'out/a b+c.png', status: 'sent', isCopied: true });
    expect((await all(target.list(''))).map(({ key }) => key)).toEqual(['out/a b+c.png']);
    expect((await bytesOf(target, 'out/a b+c.png')).equals(good)).toBe(true);
  });

  it('overwrites nothing with putIfAbsent, and knows what is there with the same content', async () => {
    const [source, target] = [bucket('old-shop'), bucket('new-shop')];
    for (const name of ['a.png', 'b.png', 'c.png']) await source.put(name, good);
    await target.put('a.png', good);
    await target.put('b.png', Buffer.from('other'));
    const { summary, outcomes } = await transfer(source, target, { putIfAbsent: true });
    expect(summary).toMatchObject({ present: 1, refused: 1, sent: 1, copied: 1 });
    expect(outcomes[1]?.issues.map(({ code }) => code)).toContain('UPLOAD_KEY_EXISTS');
    expect((await bytesOf(target, 'b.png')).toString()).toBe('other');
  });

  it('tells a copy as sent whose first answer was lost, with putIfAbsent', async () => {
    const [source, target] = [bucket('old-shop'), bucket('new-shop')];
    await source.put('a.png', good);
    emulator.addFault({ service: 'oss', operation: 'CopyObject', kind: 'reset', workDone: true, times: 1 });
    const { summary } = await transfer(source, target, { putIfAbsent: true });
    expect(summary).toMatchObject({ sent: 1, refused: 0 });
  });

  it('copies no image again that the target holds, when that is wanted', async () => {
    const [source, target] = [bucket('old-shop'), bucket('new-shop')];
    await source.put('a.png', good);
    await transfer(source, target);
    const { summary } = await transfer(source, target, { skipUnchanged: true });
    expect(summary).toMatchObject({ sent: 0, copied: 0, present: 1 });
  });

  it('tells an image as failed that was replaced after its check', async () => {
    const [source, target] = [bucket('old-shop'), bucket('new-shop')];
    await source.put('a.png', good);
    const copyFrom = target.copyFrom.bind(target);
    target.copyFrom = async (...args) => {
      await source.put('a.png', Buffer.from('no image'));
      return copyFrom(...args);
    };
    const { summary, outcomes } = await transfer(source, target);
    expect(summary).toMatchObject({ sent: 0, failed: 1 });
    expect(outcomes[0]?.issues[0]?.message).toMatch(
      /PreconditionFailed.*; it was replaced meanwhile: check it again$/,
    );
    expect(await all(target.list(''))).toEqual([]);
  });

  it('reads and sends the images itself when OSS may not read the source, and says so once', async () => {
    const target = bucket('new-shop', STRANGER);
    const source = bucket('old-shop');
    for (const name of ['a.png', 'b.png', 'c.png']) await source.put(name, good);
    const { summary, outcomes } = await transfer(source, target);
    expect(summary).toMatchObject({ sent: 3, copied: 0, failed: 0 });
    const warnings = outcomes.flatMap(({ issues }) => issues.map(({ code }) => code));
    expect(warnings.filter((code) => code === 'UPLOAD_COPY_DENIED')).toHaveLength(1);
  });

  it('repairs what breaks a rule itself, and has the others copied', async () => {
    const [source, target] = [bucket('old-shop'), bucket('new-shop')];
    await source.put('a.png', good);
    await source.put('wide.png', await makeImage({ format: 'png', width: 4_200, height: 200 }));
    const { summary, outcomes } = await transfer(source, target, { repair: true });
    expect(summary).toMatchObject({ sent: 2, copied: 1 });
    expect(outcomes[1]?.issues.map(({ code }) => code)).toContain('IMAGE_REPAIRED');
  });

  it('counts copies in a dry run, and makes none', async () => {
    const [source, target] = [bucket('old-shop'), bucket('new-shop')];
    for (const name of ['a.png', 'b.png']) await source.put(name, good);
    const { summary } = await transfer(source, target, { dryRun: true });
    expect(summary).toMatchObject({ sent: 0, copied: 0, bytes: 0 });
    expect(summary.dryRun).toMatchObject({ ready: 2, copied: 2, bytes: 2 * good.length, seconds: 0 });
    expect(summary.dryRun?.requests).toMatchObject({ PutObject: 0, CopyObject: 2 });
    expect(await all(target.list(''))).toEqual([]);
  });
});

describe('importCatalogue() between buckets of one region', () => {
  it('counts in a dry run the reads, the copies and one upload, of increment.meta', async () => {
    const source = bucket('old-shop');
    for (const name of ['a.png', 'b.png']) await source.put(name, good);
    const to = { ...into(emulator), to: 'oss://new-shop/out' };
    const listing = { source, prefix: '' };
    const summary = await importCatalogue(listing, { ...to, images: listing, dryRun: true });
    expect(summary.dryRun).toMatchObject({ ready: 2, send: { images: 2 }, tasks: 1 });
    expect(summary.dryRun?.requests).toMatchObject({ GetObject: 3, CopyObject: 2, PutObject: 1 });
  });
});
