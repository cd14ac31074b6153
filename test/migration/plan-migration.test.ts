import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MigrationImage, type PlanMigrationOptions, planMigration } from '../../src/index.ts';
import { JOB_KEYS, placeholder, SYSTEM_KEYS } from '../../src/migration/ossimport/job-keys.ts';
import fc from '../support/properties.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'migration-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const image = (name: string, bytes = 100, url = `https://a.example/${name}`): MigrationImage => ({
  name,
  bytes,
  url,
});
const plan = (images: Iterable<MigrationImage>, options: Partial<PlanMigrationOptions> = {}, to = folder) =>
  planMigration(images, {
    ...{ to: 'oss://my-bucket/spring', region: 'cn-shanghai', folder: to, megabitsPerSecond: 1000 },
    ...options,
  });
const content = (name: string, at = folder) => readFile(join(at, name), 'utf8');
/** Reads a file of properties as Java does, as far as its values have no escapes. */
const properties = async (name: string) =>
  Object.fromEntries(
    (await content(name))
      .split('\n')
      .filter((line) => line !== '' && !/^[#!]/.test(line))
      .map((line) => /^([^=]+)=(.*)$/.exec(line)?.slice(1) ?? [line, '']),
  );
const imagesFile = async (at = folder): Promise<{ name: string; issues: { code: string }[] }[]> =>
  (await content('images.jsonl', at))
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
const rowsOf = async (at: string) => {
  const { files } = JSON.parse(await content('manifest.json', at));
  const rows: string[][] = [];
  for (const { key } of files) rows.push(...parse(gunzipSync(await readFile(join(at, key)))));
  return rows.map((row) => row.map(decodeURIComponent));
};

describe('planMigration() for Data Online Migration', () => {
  it('writes a manifest and lists with the URL and the whole key of each image', async () => {
    const images = [
      image('b,c+d%.jpg', 1, 'https://a.example/b?x=1,2'),
      image('图 1.jpg', 2, 'https://a.example/图.jpg'),
    ];
    const { route, files, listed, bytes } = await plan(images, {
      route: 'online-migration',
      listPrefix: 'lists/',
    });
    expect([route, listed, bytes]).toEqual(['online-migration', 2, 3]);
    expect(files).toEqual(['images-0001.csv.gz', 'images.jsonl', 'manifest.json']);
    expect(JSON.parse(await content('manifest.json'))).toEqual({
      ...{ fileFormat: 'CSV', fileSchema: 'Url, Key' },
      files: [{ key: 'lists/images-0001.csv.gz' }],
    });
    const text = gunzipSync(await readFile(join(folder, 'images-0001.csv.gz'))).toString();
    expect(text).toMatch(/^https%3A%2F%2Fa\.example%2Fb%3Fx%3D1%2C2,spring%2Fb%2Cc%2Bd%25\.jpg\n.*\n$/);
    expect((await readdir(folder)).sort()).toEqual([...files, 'plan.json'].sort());
  });

  it('lists each image that keeps the rules once, and says of every other one why not, whatever the names are', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            name: fc.string({ minLength: 1, unit: 'binary' }).map((name) => `${name}.jpg`),
            bytes: fc.nat(),
          }),
        ),
        async (images) => {
          const at = await mkdtemp(join(folder, 'plan-'));
          const options = { route: 'online-migration', baseUrl: 'https://a.example/x/' } as const;
          const { supplied, listed, refused } = await plan(images, options, at);
          expect([supplied, listed + refused]).toEqual([images.length, images.length]);
          const lines = await imagesFile(at);
          const kept = lines.filter(({ issues }) => issues.length === 0).map(({ name }) => name);
          expect(new Set(kept).size).toBe(kept.length);
          const rows = await rowsOf(at);
          expect(rows.map(([, key]) => key)).toEqual(kept.map((name) => `spring/${name}`));
          for (const [url = '', key = ''] of rows)
            expect(decodeURIComponent(url.slice('https://a.example/x/'.length))).toBe(
              key.slice('spring/'.length),
            );
        },
      ),
      { numRuns: 30 },
    ));

  it.each([
    [image('../a.jpg'), 'MIGRATION_KEY'],
    [image('a'), 'MIGRATION_PIC_NAME'],
    [image('b\\a.jpg'), 'MIGRATION_PIC_NAME'],
    [image('a\n.jpg', 1, 'https://a.example/a.jpg'), 'MIGRATION_PIC_NAME'],
    [{ name: 'a.jpg', bytes: 1 }, 'MIGRATION_NO_URL'],
    [image('a.jpg', 1, 'ftp://a.example/a.jpg'), 'MIGRATION_URL'],
    [image('a.jpg', 1, 'https://me:secret@a.example/a.jpg'), 'MIGRATION_URL'],
    [image('a.jpg', 1, 'https://a.example/\na.jpg'), 'MIGRATION_URL'],
  ])('keeps %j out with %s', async (one, code) => {
    expect(await plan([one], { route: 'online-migration' })).toMatchObject({
      supplied: 1,
      listed: 0,
      refused: 1,
    });
    expect((await imagesFile())[0]?.issues).toMatchObject([{ code }]);
    expect(await content('images.jsonl')).not.toContain('secret');
  });
});

describe('planMigration() for ossimport', () => {
  const options = { route: 'ossimport' } as const;

  it('writes every documented key once, with secrets as placeholders', async () => {
    await plan([image('a/b.jpg')], options);
    const job = await properties('local_job.cfg');
    expect(Object.keys(job)).toEqual(Object.keys(JOB_KEYS));
    expect(job).toMatchObject({
      ...{ srcType: 'http', destBucket: 'my-bucket', destPrefix: 'spring/', jobName: 'local_test' },
      ...{ destDomain: 'oss-cn-shanghai.aliyuncs.com', httpListFilePath: join(folder, 'http.list') },
      ...{ destAccessKey: placeholder('ACCESS_KEY_ID'), destSecretKey: placeholder('ACCESS_KEY_SECRET') },
      isAuditAfterImport: 'true',
    });
    expect(Object.keys(await properties('sys.properties'))).toEqual(Object.keys(SYSTEM_KEYS));
    expect(await content('http.list')).toBe('https://a.example/ a/b.jpg\n');
  });

  it('writes job.cfg and workers, the master first, for several machines', async () => {
    const system = { workingDir: '/root/import', workerUserName: 'root', sshPort: 2222 };
    const job = { taskObjectCountLimit: 500, isSkipExistFile: true };
    await plan([image('a.jpg')], {
      ...options,
      ossimport: { workers: ['10.0.0.2', '10.0.0.1'], system, job },
    });
    expect(await content('workers')).toBe('10.0.0.2\n10.0.0.1\n');
    expect(await properties('job.cfg')).toMatchObject({
      ...{ jobName: 'imagesearch-import', taskObjectCountLimit: '500', isSkipExistFile: 'true' },
    });
    expect(await properties('sys.properties')).toMatchObject({
      ...{ workingDir: '/root/import', workerUser: 'root', workerUserName: 'root', sshPort: '2222' },
    });
  });

  it('sorts the list by host, and each line begins the URL and ends with the name', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.stringMatching(/^[a-z/]{1,6}$/))),
        async (pairs) => {
          const at = await mkdtemp(join(folder, 'plan-'));
          const images = pairs.map(([host, name]) => image(name, 1, `https://${host}.example/x/${name}`));
          const { listed } = await plan(images, options, at);
          const lines = (await content('http.list', at)).split('\n').slice(0, -1);
          expect(lines).toHaveLength(listed);
          const hosts = lines.map((line) => new URL(line.split(' ')[0] ?? '').host);
          expect(hosts).toEqual([...hosts].sort());
          const given = new Set(images.map(({ url }) => url));
          for (const line of lines) expect(given).toContain(line.replace(' ', ''));
        },
      ),
      { numRuns: 30 },
    ));

  it.each([
    [image('a b.jpg', 1, 'https://a.example/a%20b.jpg'), 'MIGRATION_LIST_NAME'],
    [image('图.jpg'), 'MIGRATION_LIST_NAME'],
    [image('a.jpg', 1, 'https://a.example/b.jpg'), 'MIGRATION_URL_NAME'],
  ])('keeps %j out with %s', async (one, code) => {
    expect(await plan([one], options)).toMatchObject({ listed: 0, refused: 1 });
    expect((await imagesFile())[0]?.issues).toMatchObject([{ code }]);
  });

  it('lists any name without blanks when it is told to', async () => {
    const { listed } = await plan([image('图.jpg'), image('a b.jpg', 1, 'https://a.example/a%20b.jpg')], {
      ...options,
      ossimport: { anyName: true },
    });
    expect(listed).toBe(1);
    expect(await content('http.list')).toBe('https://a.example/ 图.jpg\n');
  });

  it.each([
    [
      { job: { taskObjectCountLimit: 50_001 } },
      'taskObjectCountLimit for ossimport as it must be 1 to 50000',
    ],
    [{ job: { incrementalModeInterval: 899 } }, 'must be 900 or more'],
    [{ job: { multipartUploadPartSize: '99k' } }, 'must be 100k or more'],
    [{ job: { auditMode: 'simple\nx=y' } }, 'must be simple, general, detailed'],
    [{ job: { taskObjectCountLimt: 5 } }, "did you mean 'taskObjectCountLimit'?"],
    [{ job: { destSecretKey: 'x' } }, 'secrets are written into the file by hand'],
    [{ job: { srcType: 'oss' } }, 'the plan decides it'],
    [{ system: { privateKeyFile: 'a\nb' } }, 'must be empty, or a path'],
    [{ endpoint: 'my-bucket.oss-cn-shanghai.aliyuncs.com' }, 'no bucket before it'],
    [{ listPath: 'http.list' }, 'must be an absolute path'],
    [{ workers: ['a'], system: {} }, 'workingDir'],
    [{ workers: ['a'], jobName: 'a b', system: { workingDir: '/x' } }, 'jobName'],
    [{ workers: ['a\nb'] }, "'workers'"],
  ])('refuses %j before anything is read', async (ossimport, message) => {
    const never = (function* (): Generator<MigrationImage> {
      expect.unreachable('it read an image');
      yield image('a');
    })();
    await expect(plan(never, { ossimport })).rejects.toThrow(message);
    expect(await readdir(folder)).toEqual([]);
  });

  it('says of a folder that is not ASCII what ossimport cannot have, and plans it for another route', async () => {
    const to = 'oss://my-bucket/春';
    await expect(plan([image('a')], { to, route: 'ossimport' })).rejects.toThrow(
      'destPrefix for ossimport as it must be empty, or with / at its end, and no / or \\ at its beginning, in printable ASCII',
    );
    expect(await plan([image('a.jpg')], { to })).toMatchObject({ prefix: '春/', listed: 1 });
  });
});

describe('planMigration()', () => {
  it('chooses a route by bytes, files, line and machines, and shows its arithmetic', async () => {
    const small = await plan([image('a.jpg', 1e9)], {}, join(folder, 'small'));
    expect([small.route, small.files]).toEqual(['import', ['images.jsonl']]);
    const large = await plan([image('a.jpg', 50e12)], {}, join(folder, 'large'));
    // 50 TB take 23 days at the 200 Mbit/s of one machine, and 4.6 at the 1,000 of the line
    expect(large.route).toBe('online-migration');
    expect(large.estimates.map(({ route, machines, fits }) => [route, machines, fits])).toEqual([
      ['import', 1, false],
      ['online-migration', 0, true],
      ['ossimport', 4, true],
    ]);
    expect(large.estimates[1]?.arithmetic[0]).toBe('50,000,000,000,000 bytes × 8 / 1,000 Mbit/s = 4.6 days');
    expect(JSON.parse(await content('plan.json', join(folder, 'large')))).toEqual(large);
  });

  it('gives ossimport two machines at least from 30 TB on, however much time there is', async () => {
    const machinesFor = async (bytes: number) => {
      const { estimates } = await plan([image('a.jpg', bytes)], { days: 1000 }, join(folder, String(bytes)));
      return estimates.find(({ route }) => route === 'ossimport')?.machines;
    };
    expect([await machinesFor(30e12 - 1), await machinesFor(30e12)]).toEqual([1, 2]);
  });

  it('takes the fastest route that is possible when none fits', async () => {
    const { route, estimates } = await plan([{ name: 'a.jpg', bytes: 50e12 }]);
    expect(route).toBe('import'); // no mover can fetch an image without a URL
    expect(estimates.every(({ fits }) => !fits)).toBe(true);
    expect(estimates[1]?.arithmetic.at(-1)).toContain(
      "1 image has no URL: serve it over HTTP and give 'baseUrl'",
    );
  });

  it('lists the first of several images of one name', async () => {
    const images = [image('b.jpg', 1), image('a.jpg', 2), image('b.jpg', 3)];
    expect(await plan(images, { route: 'online-migration' })).toMatchObject({
      listed: 2,
      refused: 1,
      bytes: 3,
    });
    expect((await imagesFile()).map(({ name, issues }) => [name, issues[0]?.code])).toEqual([
      ['a.jpg', undefined],
      ['b.jpg', undefined],
      ['b.jpg', 'MIGRATION_DUPLICATE'],
    ]);
  });

  it.each(['plan.json', 'manifest.json', 'job.cfg', 'images-0007.csv.gz'])(
    'refuses a folder that holds %s',
    async (name) => {
      await writeFile(join(folder, name), 'mine');
      await expect(plan([])).rejects.toThrow(`holds ${name} already: choose an empty folder`);
      expect(await content(name)).toBe('mine');
    },
  );

  it.each([
    [{ megabitsPerSecond: 0 }, RangeError],
    [{ to: 'my-bucket' }, TypeError],
    [{ region: 'oss-cn-shanghai' }, TypeError],
    [{ baseUrl: 'https://a.example/x' }, TypeError],
    [{ listPrefix: '/a' }, TypeError],
    [{ roote: 'import' }, TypeError],
  ])('throws for %j', async (options, kind) => {
    await expect(plan([], options as Partial<PlanMigrationOptions>)).rejects.toThrow(kind);
  });

  it.each(['import', 'online-migration', 'ossimport'] as const)(
    'leaves nothing when it fails, by route %s',
    async (route) => {
      const failing = (function* () {
        yield image('a.jpg');
        throw new Error('the source broke');
      })();
      await expect(plan(failing, { route })).rejects.toThrow('the source broke');
      const controller = new AbortController();
      const aborting = (function* () {
        yield image('a.jpg');
        controller.abort(new Error('enough'));
        yield image('b.jpg');
      })();
      await expect(plan(aborting, { route, signal: controller.signal })).rejects.toThrow('enough');
      expect(await readdir(folder)).toEqual([]);
    },
  );
});
