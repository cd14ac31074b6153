import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { EmulatedUser, Emulator, RamPolicy } from '../../src/emulator/index.ts';
import {
  type CatalogueEntry,
  checkReadiness,
  GalleryClient,
  type ImportOptions,
  type ImportPolicyOptions,
  importPolicy,
  isImageSearchError,
  syncCatalogue,
} from '../../src/index.ts';
import { putObjects } from '../support/test-bed.ts';
import { importAndCollect, into, makeSamples, quickEmulator } from './import-test-bed.ts';

let samples: Awaited<ReturnType<typeof makeSamples>>;
let image: string;
beforeAll(async () => {
  samples = await makeSamples();
  image = samples.rows.find(({ expected, image: name }) => expected === 'accepted' && name.endsWith('.jpg'))
    ?.image as string;
});
afterAll(() => samples[Symbol.asyncDispose]());

const FOLDER = 'spring/shoes';
const add = (n: number, from = image): CatalogueEntry => ({
  productId: `P${n}`,
  image: from,
  picName: `${n}.jpg`,
});
const inBucket = { productId: 'P9', image: `oss://emulated-bucket/${FOLDER}/9.jpg` };
const remove: CatalogueEntry = { operationType: 'DELETE', productId: 'P8', picName: '8.jpg' };

interface Import {
  readonly policy: Partial<ImportPolicyOptions>;
  readonly options: Partial<ImportOptions>;
  readonly entries: () => readonly CatalogueEntry[];
}

const IMPORTS: Readonly<Record<string, Import>> = {
  'by a batch task': { policy: {}, options: {}, entries: () => [add(1), add(2), remove, inBucket] },
  'by a batch task, of images that may be stored already': {
    policy: { skipUnchanged: true },
    options: { skipUnchanged: true, verify: 'all' },
    entries: () => [add(1), add(2)],
  },
  'by calls of their own': {
    policy: { route: 'direct', to: undefined },
    options: { route: 'direct', to: undefined, ossEndpoint: undefined, verify: 'all' },
    entries: () => [add(1), remove],
  },
  'by calls of their own, of images in the bucket': {
    policy: { route: 'direct' },
    options: { route: 'direct' },
    entries: () => [add(1), remove, inBucket],
  },
};

const without = (policy: RamPolicy, action: string): RamPolicy => ({
  ...policy,
  Statement: policy.Statement.map((statement) => ({
    ...statement,
    Action: [statement.Action].flat().filter((one) => one !== action),
  })).filter(({ Action }) => Action.length > 0),
});

const user = (name: string, policy: RamPolicy): EmulatedUser => ({
  ...{ accessKeyId: name, accessKeySecret: `secret-of-${name}`, policy },
});

const policyFor = (policy: Partial<ImportPolicyOptions>) =>
  importPolicy({
    ...{ region: 'cn-shanghai', instance: 'emulated', to: `oss://emulated-bucket/${FOLDER}` },
    ...policy,
  });

/** `done` when every entry is in and the gallery says so, else how the import ended. */
async function outcomeOf(
  emulator: Emulator,
  { accessKeyId, accessKeySecret }: EmulatedUser,
  { options, entries }: Import,
): Promise<string> {
  emulator.reset();
  const bytes = await makeImage({ format: 'jpeg', width: 120, height: 100 });
  await putObjects(emulator, { [`${FOLDER}/9.jpg`]: bytes });
  const settings = { ...into(emulator, FOLDER), images: samples.dir, retries: 0, patienceMs: 0, ...options };
  try {
    const { outcomes } = await importAndCollect(entries(), {
      ...settings,
      credentials: { accessKeyId, accessKeySecret },
    } as ImportOptions);
    const isDone = outcomes.length === entries().length && outcomes.every(({ verified }) => verified);
    return isDone ? 'done' : outcomes.map(({ status, verified }) => `${status} ${verified}`).join(', ');
  } catch (error) {
    if (!isImageSearchError(error)) throw error;
    return error.code;
  }
}

describe('the policy of importPolicy()', () => {
  it.each(Object.entries(IMPORTS))('is enough for an import %s, and has nothing too much', async (_, one) => {
    const { policy, uses } = policyFor(one.policy);
    const actions = Object.keys(uses);
    const users = ['', ...actions].map((action) => user(`without-${action}`, without(policy, action)));
    await using emulator = await quickEmulator({ users, rates: 'off' });
    const ends: Record<string, string> = {};
    for (const [at, who] of users.entries())
      ends[actions[at - 1] ?? ''] = await outcomeOf(emulator, who, one);
    expect(ends['']).toBe('done');
    expect(actions.filter((action) => ends[action] === 'done')).toEqual([]);
  });

  it('keeps an import out of every other folder', async () => {
    const { policy } = policyFor({ skipUnchanged: true });
    const users = [user('shoes', policy)];
    await using emulator = await quickEmulator({ users, rates: 'off' });
    const [who] = users as [EmulatedUser];
    const one = IMPORTS['by a batch task'] as Import;
    for (const folder of ['spring', 'spring/shoes2', 'autumn']) {
      const options = { to: `oss://${emulator.bucketName}/${folder}` };
      expect(await outcomeOf(emulator, who, { ...one, options, entries: () => [add(1)] })).toBe(
        'AccessDenied',
      );
    }
  });

  it('lets checkReadiness remove what it has written, and look for exports, when it is told to', async () => {
    const users = [
      user('leaves', policyFor({}).policy),
      user('removes', policyFor({ readiness: true }).policy),
    ];
    await using emulator = await quickEmulator({ users, rates: 'off' });
    const codes = [];
    for (const { accessKeyId, accessKeySecret } of users) {
      const credentials = { accessKeyId, accessKeySecret };
      const { isReady, findings } = await checkReadiness({ ...into(emulator, FOLDER), credentials });
      const codeOf = (name: string) => findings.find(({ check }) => check === name)?.code;
      codes.push([isReady, codeOf('writing'), codeOf('exports')]);
    }
    expect(codes).toEqual([
      [true, 'CHECK_OBJECT_LEFT', 'EXPORTS_UNKNOWN'],
      [true, 'BUCKET_WRITABLE', 'NO_EXPORT_RUNS'],
    ]);
  });

  it('lets a user sync, undo and search when it is told to', async () => {
    const users = [user('imports', policyFor({ skipUnchanged: true }).policy)];
    users.push(user('does-more', policyFor({ skipUnchanged: true, for: ['sync', 'search'] }).policy));
    users.push(
      user(
        'no-update',
        without(
          policyFor({ skipUnchanged: true, for: ['sync', 'search'] }).policy,
          'imagesearch:UpdateImage',
        ),
      ),
    );
    await using emulator = await quickEmulator({ users, rates: 'off' });
    const work = await mkdtemp(join(tmpdir(), 'authorization-'));
    const ends = [];
    for (const { accessKeyId, accessKeySecret } of users) {
      emulator.reset();
      const options = { ...into(emulator, FOLDER), credentials: { accessKeyId, accessKeySecret } };
      const of = (name: string) => ({
        ...options,
        images: samples.dir,
        state: join(work, accessKeyId, name),
      });
      await importAndCollect([add(1), add(2), add(3)], { ...options, images: samples.dir });
      const wanted = [add(1), { ...add(2), customContent: 'changed' }, add(4)];
      const sync = { deleteSuperfluous: true, maxDeletedShare: 1 };
      const steps = [
        () => syncCatalogue(wanted, { ...of('dry'), ...sync, dryRun: true }),
        () => syncCatalogue(wanted, { ...of('sync'), ...sync }),
        () => syncCatalogue({ undo: join(work, accessKeyId, 'sync') }, of('undo')),
        () => searchOnce(emulator, options.credentials),
      ];
      for (const step of steps) ends.push(await step().then(() => 'done', codeOf));
      ends.push(
        emulator
          .gallery()
          .map((image) => image.PicName)
          .toSorted()
          .join(),
      );
    }
    await rm(work, { recursive: true });
    const all = '1.jpg,2.jpg,3.jpg';
    expect(ends).toEqual([
      ...['Console.NoPermission', 'Console.NoPermission', 'misuse', 'NoPermission', all],
      ...['done', 'done', 'done', 'done', all],
      ...['done', 'done', 'done', 'done', all], // what no update may change is added again
    ]);
  });
});

const codeOf = (error: unknown) => (isImageSearchError(error) ? error.code : 'misuse');

const searchOnce = async (
  { regionId: region, instanceName: instance, imageSearchEndpoint: endpoint }: Emulator,
  credentials: { accessKeyId: string; accessKeySecret: string },
) =>
  new GalleryClient({ region, instance, endpoint, credentials }).search({
    picture: await makeImage({ format: 'jpeg', width: 120, height: 100 }),
  });
