import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import { CatalogueImport, FolderStore, importCatalogue } from '../../src/index.ts';
import { into, makeSamples, quickEmulator } from '../flow/import-test-bed.ts';
import { connectionOf, keysOf, runCli } from './run-cli.ts';

/** No address of a queue: whoever reads it says so. */
const NO_QUEUE = 'amqp://user:secret@host';
/** An address where nobody listens. */
const AWAY = 'redis://127.0.0.1:1';

let emulator: Emulator;
let samples: Awaited<ReturnType<typeof makeSamples>>;
let folder: string;
let env: Readonly<Record<string, string>>;
const at = (name: string) => join(folder, name);
const target = () => ['--images', samples.dir, '--to', into(emulator).to, ...connectionOf(emulator)];

beforeAll(async () => {
  [emulator, samples] = [await quickEmulator(), await makeSamples()];
  folder = await mkdtemp(join(tmpdir(), 'queue-of-import-'));
  const { productId, image } = samples.rows.find(({ expected }) => expected === 'accepted') ?? {};
  await writeFile(at('shop.jsonl'), `${JSON.stringify({ productId, image })}\n`);
  env = { ...keysOf(emulator), IMAGESEARCH_QUEUE: NO_QUEUE };
});
afterAll(async () => {
  await samples[Symbol.asyncDispose]();
  await emulator.close();
  await rm(folder, { recursive: true });
});

const importWith = (...args: readonly string[]) =>
  runCli(['import', at('shop.jsonl'), ...target(), ...args], { env });

describe('IMAGESEARCH_QUEUE', () => {
  it('leaves an import without --queue to this machine, with a state and without', async () => {
    expect(await importWith()).toMatchObject({ code: 0 });
    expect(await importWith('--state', at('local'))).toMatchObject({ code: 0 });
    expect(await readdir(at('local'))).toContain('journal.jsonl');
    expect(await importWith('--state', at('local'))).toMatchObject({ code: 0 }); // it is over, and stays as it is
    expect(await readdir(at('local'))).not.toContain('lease');
  });

  it('leaves a sync to this machine', async () => {
    const { code, stderr } = await runCli(
      ['sync', at('shop.jsonl'), ...target(), '--state', at('synced'), '--dry-run'],
      { env },
    );
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('store')]);
  });

  it('says where the queue is for a state in OSS, and for a folder with --queue', async () => {
    const shared = [[`oss://${emulator.bucketName}/state`], [at('shared'), '--queue']];
    for (const place of shared) {
      const { code, stderr } = await importWith('--state', ...place);
      expect(code).toBe(2);
      expect(stderr).toMatch(/Cannot use a queue as '--queue' must be a URL such as redis:/);
      expect(stderr).not.toContain('secret');
    }
  });
});

it('imagesearch-import import keeps a state in OSS without --to, when entries are calls of their own', async () => {
  const place = [
    '--state',
    `oss://${emulator.bucketName}/direct`,
    '--route',
    'direct',
    '--images',
    samples.dir,
  ];
  const args = ['import', at('shop.jsonl'), ...place, ...connectionOf(emulator)];
  const { code, stdout } = await runCli(args, { env: keysOf(emulator) });
  expect([code, stdout]).toEqual([0, expect.stringContaining('1 succeeded')]);
});

describe('imagesearch-import import --queue', () => {
  it('is refused when nothing says where the queue is', async () => {
    const own = { env: keysOf(emulator) };
    for (const [flag, name] of [['--queue'], ['--queue-name', 'q']]) {
      const args = ['import', at('shop.jsonl'), ...target(), flag as string, ...(name ? [name] : [])];
      const { code, stderr } = await runCli(args, own);
      expect(code).toBe(2);
      expect(stderr).toContain(
        `Cannot import by '${flag}' as nothing says where the queue is: give --queue URL`,
      );
    }
  });

  it('is refused in the state folder of an import of one machine, which stays as it is', async () => {
    await importWith('--state', at('own'));
    const before = await readdir(at('own'));
    const { code, stderr } = await importWith('--state', at('own'), '--queue', AWAY);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /"[^"]+own" has journal\.jsonl, the state of work on one machine: continue that without/,
    );
    expect(await readdir(at('own'))).toEqual(before);
  });

  it('takes the time of a lease, which an import of one machine has not', async () => {
    for (const [args, message] of [
      [
        ['--state', `oss://${emulator.bucketName}/lease`, '--lease-ms', '1'],
        /'--lease-ms' must be .* from 500 /,
      ],
      [['--state', at('own'), '--lease-ms', '5000'], /'--lease-ms' needs a '--state' in a store/],
    ] as const) {
      const { code, stderr } = await runCli(['import', at('shop.jsonl'), ...target(), ...args], {
        env: keysOf(emulator),
      });
      expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
    }
  });

  it('takes a name of the queue that BullMQ takes, before anything is read', async () => {
    const { code, stderr } = await importWith('--state', at('named'), '--queue', AWAY, '--queue-name', 'a:b');
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("'--queue-name' must be a name without colons"),
    ]);
    expect(await readdir(folder)).not.toContain('named');
  });

  it('is refused beside another coordinator, and told to leave the import to that', async () => {
    const state = { store: new FolderStore(folder), prefix: 'held' };
    const options = { ...into(emulator), images: samples.dir, state, leaseMs: 600 };
    const first = new CatalogueImport(at('shop.jsonl'), options)[Symbol.asyncIterator]();
    await first.next();
    const { code, stderr } = await importWith('--state', at('held'), '--queue', AWAY);
    await first.return();
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /process \d+ on .* has it \[STATE_TAKEN\]\nWait for that process to end, or stop it\n$/,
    );
  });

  it('is what an import needs that was begun with it', async () => {
    const state = { store: new FolderStore(folder), prefix: 'many' };
    await importCatalogue(at('shop.jsonl'), { ...into(emulator), images: samples.dir, state });
    const { code, stderr } = await importWith('--state', at('many'));
    expect(code).toBe(2);
    expect(stderr).toMatch(/many" is that of an import of many machines; continue that with its queue/);
  });
});
