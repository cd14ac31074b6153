import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { widthOf } from '../../src/cli/output/text-width.ts';
import type { Emulator, EmulatorOptions } from '../../src/emulator/index.ts';
import { startEmulator } from '../support/start-emulator.ts';
import { line, putFolder, tasksOf } from '../support/test-bed.ts';
import { connectionOf, jsonLines, keysOf, runCli } from './run-cli.ts';

const LINES = [line(), line({ ProductId: 'P2', PicName: 'missing.jpg' }), 'not json\n'];
const FOLDER = 'oss://emulated-bucket/spring';

async function withFolder(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator({ taskDurationMs: 0, ...options });
  await putFolder(emulator, 'spring', LINES);
  return emulator;
}

const run = (emulator: Emulator, ...args: string[]) =>
  runCli([...args, ...connectionOf(emulator)], { env: keysOf(emulator) });

/** The flags of the connection, as a next command repeats them. */
const connection = (emulator: Emulator) => connectionOf(emulator).join(' ');

describe.concurrent('imagesearch-import submit, tasks, watch and failures', () => {
  let meta: string;
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'cli-tasks-'));
    meta = join(dir, 'increment.meta');
    await writeFile(meta, LINES.join(''));
  });
  afterAll(() => rm(dir, { recursive: true }));

  it('submits a task and watches it to its end', async () => {
    await using emulator = await withFolder();
    const submitted = await run(emulator, 'submit', FOLDER, '--wait', '--json');
    const [first, ...states] = jsonLines(submitted.stdout);
    expect(first).toEqual({ submitted: expect.objectContaining({ version: 1, id: '1', path: '/spring' }) });
    expect(states.at(-1)).toEqual({
      task: '1',
      status: 'SUCCESS',
      code: '0',
      message: 'success',
      bucket: 'emulated-bucket',
      path: '/spring',
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
      modifiedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      hasFailures: true,
    });
    expect(submitted.code).toBe(1); // the task succeeded, and yet two of its lines are not in
    expect(submitted.stderr).toContain(
      `2 failures, listed by: imagesearch-import failures 1 ${connection(emulator)}`,
    );
    const watched = await run(emulator, 'watch', '1');
    expect([watched.code, watched.stderr]).toEqual([submitted.code, submitted.stderr]);
    expect(submitted.stdout).not.toContain('Signature');
  });

  it('lists tasks below their headings, and what a search finds below each other, when names are Chinese', async () => {
    await using emulator = await startEmulator({ taskDurationMs: 0 });
    await putFolder(emulator, 'spring', [
      line({ ProductId: '春季新品', IntAttr: 1 }),
      line({ ProductId: 'P2', IntAttr: 2 }),
    ]);
    await run(emulator, 'submit', FOLDER, '--wait');
    const tasks = await run(emulator, 'tasks');
    expect(tasks.stdout.indexOf('SUCCESS')).toBe(tasks.stderr.indexOf('STATUS'));
    const found = await run(emulator, 'search', '--filter', 'int_attr<1000', '--json');
    const { stdout } = await run(emulator, 'search', '--filter', 'int_attr<1000');
    expect(jsonLines(found.stdout)).toHaveLength(3);
    const columns = stdout
      .split('\n')
      .slice(0, 2)
      .map((row) => widthOf(row.slice(0, row.indexOf('a.jpg'))));
    expect(columns[0]).toBe(columns[1]);
  });

  it('submits by a custom domain of the bucket', async () => {
    await using emulator = await withFolder();
    const { code, stdout } = await run(emulator, 'submit', FOLDER, '--oss-custom-domain');
    expect([code, stdout]).toEqual([0, 'Batch task 1 is submitted\n']);
  });

  it('ends with 0 when every line is in', async () => {
    await using emulator = await withFolder();
    await putFolder(emulator, 'spring');
    const { code, stderr } = await run(emulator, 'submit', FOLDER, '--wait');
    expect([code, stderr]).toEqual([0, '']);
  });

  it('prints each failure with what helps it, its record, and a summary', async () => {
    await using emulator = await withFolder();
    await run(emulator, 'submit', FOLDER, '--wait');
    const { code, stdout } = await run(emulator, 'failures', '1', '--meta', meta, '--json');
    expect(jsonLines(stdout)).toEqual([
      {
        line: 2,
        productId: 'P2',
        picName: 'missing.jpg',
        code: 'PicNotExist',
        message: expect.stringContaining('missing.jpg'),
        remedy: 'repair',
        advice: expect.stringContaining('Upload the image'),
        record: { operationType: 'ADD', productId: 'P2', picName: 'missing.jpg', customContent: 'c' },
        raw: expect.stringContaining('"Line":2'),
      },
      expect.objectContaining({ line: 3, productId: null, code: 'InvalidMetaItem', record: null }),
      { summary: { failures: 2, retry: 0, repair: 2, giveUp: 0 } },
    ]);
    expect(code).toBe(1);
    const { stdout: text } = await run(emulator, 'failures', '1');
    expect(text).toMatch(/^line 2: P2 missing\.jpg PicNotExist .* \(Upload the image .*\)$/m);
    expect(text).toMatch(/^2 failures: 0 to be submitted again, 2 to be repaired first, 0 to be given up$/m);
  });

  it('lists the tasks of a folder', async () => {
    await using emulator = await withFolder();
    const client = tasksOf(emulator);
    const submitted = async (folder: string) => client.wait(await client.submit(folder));
    for (const folder of [FOLDER, 'oss://emulated-bucket', FOLDER]) await submitted(folder);
    const { code, stdout } = await run(emulator, 'tasks', '--address', FOLDER, '--json');
    expect(jsonLines(stdout).map(({ task, path }) => [task, path])).toEqual([
      ['3', '/spring'], // task 2 is that of the root
      ['1', '/spring'],
    ]);
    expect(code).toBe(0);
    const { stdout: text } = await run(emulator, 'tasks');
    expect(text).toMatch(/^3 +SUCCESS +oss:\/\/emulated-bucket\/spring +\d{4}-/m);
    expect(text).toContain(`images may have failed: imagesearch-import failures 3 ${connection(emulator)}\n`); // a SUCCESS, and yet
    await putFolder(emulator, 'spring'); // every line of it is good
    await submitted(FOLDER);
    const { stdout: good } = await run(emulator, 'tasks');
    expect(good).toMatch(/^4 +SUCCESS +oss:\/\/emulated-bucket\/spring +\S+Z$/m);
  });

  it.each<[string, string[], number, RegExp]>([
    [
      'there is no increment.meta',
      ['submit', 'oss://emulated-bucket/none'],
      3,
      /none\/increment\.meta must be there.*\[META_FILE_MISSING\]/,
    ],
    ['the address is none', ['submit', 'spring'], 2, /must be "oss:\/\/BUCKET\/FOLDER"/],
    [
      'the choice is none',
      ['submit', FOLDER, '--when-running', 'cancel'],
      2,
      /Allowed choices are refuse, wait, adopt/,
    ],
    ['the task is unknown to watch', ['watch', '7'], 3, /Cannot find task 7 .*\n.*imagesearch-import tasks/],
    [
      'the id is none',
      ['watch', 'abc'],
      2,
      /"abc" as the id of a task has digits alone: .*imagesearch-import tasks/,
    ],
    ['the task is unknown to failures', ['failures', '7'], 3, /Cannot find task 7/],
    [
      'increment.meta is not here',
      ['failures', '7', '--meta', '/nowhere/increment.meta'],
      2,
      /\/nowhere\/increment\.meta: there is no such file/,
    ],
  ])('says what is wrong and what to do when %s', async (_, args, exit, says) => {
    await using emulator = await withFolder();
    const { code, stdout, stderr } = await run(emulator, ...args);
    expect(stderr).toMatch(says);
    expect([code, stdout]).toEqual([exit, '']);
  });

  it('says that failures can be read later when the task is still running', async () => {
    await using emulator = await withFolder({ taskDurationMs: 600_000 });
    await run(emulator, 'submit', FOLDER);
    const { code, stdout, stderr } = await run(emulator, 'failures', '1', '--json');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      `Batch task 1 is still running: its failures can be read when it is over (imagesearch-import watch 1 ${connection(emulator)})\n`,
    );
  });

  it('says how to watch the task again when it is interrupted', async () => {
    await using emulator = await withFolder({ taskDurationMs: 600_000 });
    const { code, stderr } = await runCli(['submit', FOLDER, '--wait', ...connectionOf(emulator)], {
      env: keysOf(emulator),
      interruptAt: 'PROCESSING',
    });
    expect(stderr).toContain(
      `Batch task 1 goes on at the service; watch it with: imagesearch-import watch 1 ${connection(emulator)}`,
    );
    expect(stderr).toContain('Interrupted');
    expect(code).toBe(130);
    const busy = await run(emulator, 'submit', FOLDER);
    expect(busy.stderr).toContain('runs one batch task at a time: task 1');
    expect(busy.code).toBe(3);
  });
});
