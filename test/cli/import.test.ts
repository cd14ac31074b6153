import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../src/emulator/index.ts';
import { into, makeSamples, quickEmulator, storeOf } from '../flow/import-test-bed.ts';
import { connectionOf, jsonLines, keysOf, runCli } from './run-cli.ts';

let samples: Awaited<ReturnType<typeof makeSamples>>;
beforeAll(async () => {
  samples = await makeSamples();
});
afterAll(() => samples[Symbol.asyncDispose]());

/** The arguments of an import from the folder of samples. */
const importOf = (catalogue: string, emulator: Emulator): string[] => [
  ...['import', catalogue],
  ...['--images', samples.dir],
  ...['--to', into(emulator).to],
  ...connectionOf(emulator),
];

const SECRET = 'a-secret-nobody-may-see';

describe.concurrent('imagesearch-import import', () => {
  it('imports a catalogue and prints an account of it as JSON lines', async () => {
    await using emulator = await quickEmulator();
    const { code, stdout } = await runCli([...importOf(samples.path, emulator), '--json'], {
      env: keysOf(emulator),
    });
    const [columns, ...lines] = jsonLines(stdout);
    expect(columns).toMatchObject({ columns: { columns: { productId: ['ProductId'] } } });
    const good = samples.rows.filter(({ expected }) => expected === 'accepted').length;
    expect(
      lines
        .slice(0, -1)
        .map(({ productId }) => productId)
        .toSorted(),
    ).toEqual(samples.rows.map(({ productId }) => productId).toSorted());
    expect(lines.at(-1)).toEqual({
      summary: {
        supplied: samples.rows.length,
        accepted: good,
        refused: samples.rows.length - good,
        skipped: 0,
        submitted: good,
        succeeded: good,
        failed: 0,
        retried: 0,
        tasks: 1,
        route: { route: 'batch' },
        seconds: expect.any(Number),
        verification: {
          images: good,
          asked: good,
          missing: 0,
          unanswered: 0,
          missingShareAtMost: 0,
          means: `0 of ${good} missing: the gallery was asked for every image`,
        },
        catalogue: {
          ...{ entries: samples.rows.length, refused: 0, linesRefused: 0, linesPassedOver: 1 },
          ...{ lines: samples.rows.length + 1, linesOfEntries: samples.rows.length },
          passedOver: expect.objectContaining({ header: 1 }),
        },
      },
    });
    expect(code).toBe(1); // some images were refused
    expect(emulator.gallery()).toHaveLength(good);
  });

  it('exits with 0 when every entry is in', async () => {
    await using emulator = await quickEmulator();
    const [row] = samples.rows;
    const catalogue = join(samples.dir, '.one.jsonl'); // hidden: not one of the images
    await writeFile(catalogue, `${JSON.stringify(row)}\n`);
    const { code, stdout } = await runCli(importOf(catalogue, emulator), { env: keysOf(emulator) });
    expect([code, stdout.split('\n').length]).toEqual([0, 2]); // the sums, and the end of their line
  });

  it('names place, product and image of what is not imported, and says what is left out', async () => {
    await using emulator = await quickEmulator();
    const [row] = samples.rows;
    const catalogue = join(samples.dir, '.told.csv'); // hidden: not one of the images
    const rows = [`DELETE,P1,${row?.image}`, `ADD,P1,${row?.image}`, 'ADD,P2,shoes/none.jpg', 'ADD,,a.jpg'];
    await writeFile(catalogue, `OperationType,ProductId,Image\n${rows.join('\n')}\n`);
    const { code, stdout } = await runCli(importOf(catalogue, emulator), { env: keysOf(emulator) });
    const lines = stdout.trimEnd().split('\n');
    expect(
      lines
        .slice(0, -1)
        .toSorted()
        .map((line) => line.split(' ').slice(0, -1).join(' ')),
    ).toEqual([
      expect.stringContaining(`${catalogue}:2 skipped P1 ${row?.image} META_DELETE_BEFORE_ADD Image`),
      expect.stringContaining(`${catalogue}:4 refused P2 shoes/none.jpg IMAGE_MISSING `),
      expect.stringContaining(
        `${catalogue}:5 refused a.jpg CATALOGUE_PRODUCT_ID_MISSING The row has no product id`,
      ),
    ]);
    expect(lines.at(-1)).toMatch(/^4 entries: 2 refused, 1 skipped; 1 submitted: 1 succeeded, 0 failed/);
    expect(code).toBe(1);
  });

  it.each([
    ['a domain of its own', ['--oss-custom-domain']],
    ['an address', []],
  ])('imports by %s of the bucket', async (_, flags) => {
    await using emulator = await quickEmulator();
    const [row] = samples.rows;
    const catalogue = join(samples.dir, `.one-${flags.length}.jsonl`); // hidden: not one of the images
    await writeFile(catalogue, `${JSON.stringify(row)}\n`);
    const host = flags.length === 0 ? '127.0.0.1' : 'localhost';
    const endpoint = emulator.ossEndpoint.replace('localhost', host);
    const { code } = await runCli([...importOf(catalogue, emulator), '--oss-endpoint', endpoint, ...flags], {
      env: keysOf(emulator),
    });
    expect([code, emulator.gallery().length]).toEqual([0, 1]);
  });

  it.each([
    [
      'a custom domain without its endpoint',
      ['--oss-custom-domain'],
      /'--oss-custom-domain' needs '--oss-endpoint'/,
    ],
    [
      'a network beside an endpoint of OSS',
      ['--oss-endpoint', 'localhost:1', '--oss-network', 'accelerate'],
      /'--oss-endpoint' and '--oss-network' must not both be given: current value is "accelerate"/,
    ],
    [
      'a custom domain that is a host of OSS',
      ['--oss-endpoint', 'oss-cn-shanghai.aliyuncs.com', '--oss-custom-domain'],
      /'--oss-endpoint' must be a domain of your own with '--oss-custom-domain'/,
    ],
    [
      'an unknown network',
      ['--oss-network', 'internet'],
      /public, vpc, accelerate, accelerate-overseas, dual-stack/,
    ],
  ])('exits with 2 and names the flags, before anything is sent, when given %s', async (_, args, says) => {
    const commands = [
      ['import', samples.path, '--images', samples.dir, '--to', 'oss://a-bucket/a', '--instance', 'i'],
      ['submit', 'oss://a-bucket/a', '--instance', 'i'],
      ['preflight', 'oss://a-bucket/a'],
    ];
    for (const command of commands) {
      const { code, stderr } = await runCli([...command, '--region', 'cn-shanghai', ...args]);
      expect(stderr).toMatch(says);
      expect(code).toBe(2);
    }
  });

  it.each([
    ['a wrong secret', { env: { ALIBABA_CLOUD_ACCESS_KEY_ID: 'emulatorAccessKeyId' } }, [], 3, 'AccessKey'],
    ['an unknown key', { env: { ALIBABA_CLOUD_ACCESS_KEY_ID: 'nobody' } }, [], 3, 'AccessKey'],
    [
      'no credentials',
      { env: { ALIBABA_CLOUD_ACCESS_KEY_SECRET: '' } },
      [],
      2,
      'ALIBABA_CLOUD_ACCESS_KEY_ID',
    ],
    ['an unknown instance', {}, ['--instance', 'nobody'], 3, 'nobody'],
    ['another region', {}, ['--region', 'cn-beijing'], 3, 'cn-shanghai'],
    ['a missing bucket', {}, ['--to', 'oss://missing/a'], 3, 'missing'],
    ['a bucket in another region', {}, ['--to', 'oss://elsewhere/a'], 3, 'must be in the same one'],
    ['an endpoint where nobody listens', {}, ['--endpoint', '127.0.0.1:1'], 3, '127.0.0.1:1'],
    ['an address that is none', {}, ['--to', 'bucket/a'], 2, 'oss://BUCKET/FOLDER'],
    ['a folder of images that is not there', {}, ['--images', '/nowhere'], 2, '/nowhere'],
  ])(
    'names the thing and exits as documented when given %s',
    async (_, { env = {} }: { env?: Record<string, string> }, args, expected, named) => {
      await using emulator = await quickEmulator({ buckets: { elsewhere: 'cn-beijing' } });
      const wrongKeys = { ...keysOf({ ...emulator, accessKeySecret: SECRET }), ...env };
      const { code, stdout, stderr } = await runCli([...importOf(samples.path, emulator), ...args], {
        env: Object.keys(env).length === 0 ? keysOf(emulator) : wrongKeys,
      });
      expect([code, stdout]).toEqual([expected, '']);
      expect(stderr).toContain(named);
      expect(stderr).not.toContain(SECRET);
      expect(stderr).not.toMatch(/^\s+at /m);
    },
  );

  it.each([
    ['uploading', 'Uploading', false],
    ['waiting for the task', 'Waiting', true],
  ])(
    'exits with 130 and leaves nothing half-written when interrupted while %s',
    async (_, interruptAt, submitted) => {
      // However fast the machine is: some uploads, or the task, are under way then.
      await using emulator = await quickEmulator({
        taskDurationMs: 600_000,
        faults: submitted
          ? []
          : [{ kind: 'silence', service: 'oss', operation: 'PutObject', from: 3, times: 'always' }],
      });
      const { code, stderr } = await runCli([...importOf(samples.path, emulator), '--concurrency', '1'], {
        env: keysOf(emulator),
        interruptAt,
      });
      expect(code).toBe(130);
      expect(stderr).toContain('Interrupted');
      expect(stderr.includes('goes on at the service')).toBe(submitted);
      const store = storeOf(emulator);
      expect((await store.head('spring/increment.meta')) !== undefined).toBe(submitted);
      store.close();
    },
  );
});

describe.concurrent('imagesearch-import preflight', () => {
  it('prints one line per image, unknown facts null, and a summary', async () => {
    const { code, stdout, stderr } = await runCli([
      'preflight',
      samples.dir,
      join(samples.dir, 'nowhere.png'),
      '--json',
    ]);
    const lines = jsonLines(stdout);
    const files = (await readdir(samples.dir)).filter((name) => !/^\.|\.csv$/.test(name));
    expect(stderr).toMatch(/passed over \d+: \d+ that are files of the system, catalogues and the like\n$/);
    expect(lines).toHaveLength(files.length + 2); // the missing one and the summary
    const byPath = new Map(lines.map((line) => [line['path'], line]));
    for (const { image, expected } of samples.rows) {
      if (files.includes(image))
        expect(byPath.get(join(samples.dir, image))?.['ok'], image).toBe(expected === 'accepted');
    }
    expect(byPath.get(join(samples.dir, 'nowhere.png'))).toEqual({
      path: join(samples.dir, 'nowhere.png'),
      name: 'nowhere.png',
      ok: false,
      format: null,
      width: null,
      height: null,
      bytes: null,
      orientation: null,
      issues: [{ code: 'IMAGE_MISSING', severity: 'error', message: expect.any(String) }],
    });
    const accepted = samples.rows.filter(({ expected }) => expected === 'accepted').length;
    expect(lines.at(-1)).toEqual({
      summary: { images: files.length + 1, accepted, refused: files.length + 1 - accepted },
    });
    expect(code).toBe(1);
  });

  it.runIf(existsSync('/dev/full'))(
    'exits with 2 and says so when its results cannot be written',
    async () => {
      const { code, stderr } = await runCli(['preflight', samples.dir, '--json'], { stdoutTo: '/dev/full' });
      expect(code).toBe(2);
      expect(stderr).toBe('Cannot write the results: the disk is full\n');
    },
  );

  it('checks the objects of a bucket by ranged reads', async () => {
    await using emulator = await quickEmulator();
    const store = storeOf(emulator);
    const images = samples.rows.slice(0, 4).map(({ image }) => image);
    for (const image of images) await store.put(`p/${image}`, { path: join(samples.dir, image) });
    await store.put('p/increment.meta', Buffer.from('{}'));
    await store.put('p-other/a.png', Buffer.from('not one of them'));
    store.close();
    const { code, stdout } = await runCli(
      [
        'preflight',
        `oss://${emulator.bucketName}/p/`,
        '--json',
        '--region',
        emulator.regionId,
        '--oss-endpoint',
        emulator.ossEndpoint,
      ],
      { env: keysOf(emulator) },
    );
    expect(
      jsonLines(stdout)
        .slice(0, -1)
        .map(({ path, ok }) => [path, ok]),
    ).toEqual(images.toSorted().map((image) => [`oss://${emulator.bucketName}/p/${image}`, true]));
    expect(code).toBe(0);
  });
});

describe('imagesearch-import emulator', () => {
  it('prints how to reach it once it listens, and ends with 0 at a signal', async () => {
    const { code, stdout } = await runCli(['emulator', '--json', '--instance', '007'], { interruptAt: '\n' });
    expect(jsonLines(stdout)).toEqual([
      {
        imageSearchEndpoint: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
        ossEndpoint: expect.stringMatching(/^http:\/\/localhost:\d+$/),
        regionId: 'cn-shanghai',
        accessKeyId: expect.any(String),
        accessKeySecret: expect.any(String),
        instanceName: '007',
        bucketName: expect.any(String),
      },
    ]);
    expect(code).toBe(0);
  });

  it('takes a rule of pace, and exits with 2 when it is none', async () => {
    const { code } = await runCli(['emulator', '--rates', 'off'], { interruptAt: '\n' });
    expect(code).toBe(0);
    const refused = await runCli(['emulator', '--rates', 'slow']);
    expect(refused.stderr).toContain('documented, off');
    expect(refused.code).toBe(2);
  });
});
