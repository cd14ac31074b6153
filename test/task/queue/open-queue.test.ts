import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { QueuedFile } from '../../../src/index.ts';
import { queueFile } from '../../../src/task/queue/queue-file.ts';
import { TaskQueue } from '../../../src/task/queue/task-queue.ts';
import { rejection } from '../../support/failure.ts';
import { tasksOf } from '../../support/test-bed.ts';
import { FILES, folderOf, queueBed } from './queue-bed.ts';

const bed = queueBed();

describe('TaskQueue.open()', () => {
  it('rejects with a RangeError while another process has the file, and has it once that is gone', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const gone = once(child, 'close');
    await writeFile(`${bed.path}.lock.${child.pid}.1`, '');
    const error = await rejection(bed.open());
    expect(error).toBeInstanceOf(RangeError);
    expect(String(error)).toContain(`is held by process ${child.pid}`);
    child.stdin?.end();
    await gone;
    await using queue = await bed.open();
    expect(await queue.add(FILES)).toBe(3);
    expect(await readdir(bed.folder)).toEqual([
      'queue.json',
      expect.stringMatching(/^queue\.json\.lock\.\d+\.\d+$/),
    ]);
    await queue.close();
    expect(await readdir(bed.folder)).toEqual(['queue.json']);
  });

  it('is refused to a second queue of this process, so that no file whose add() resolved is lost', async () => {
    const open = () => TaskQueue.open({ tasks: tasksOf(bed.emulator), storage: queueFile(bed.path) });
    const opened = await Promise.allSettled([open(), open()]);
    const queues = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const errors = opened.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(errors).toEqual([expect.any(RangeError)]);
    expect(String(errors[0])).toContain(`held by process ${process.pid}, this process`);
    const names = Array.from({ length: 40 }, (_, n) => folderOf(`part-${n}`));
    await Promise.all(queues.flatMap((queue) => names.map((folder) => queue.add([{ address: folder }]))));
    for (const queue of queues) await queue.close();
    expect((await bed.saved()).map(({ address: folder }) => folder)).toEqual(names);
  });

  it('leaves the first queue undisturbed when one storage is opened twice', async () => {
    const storage = queueFile(bed.path);
    await using first = await bed.open({ storage });
    expect(await rejection(TaskQueue.open({ tasks: tasksOf(bed.emulator), storage }))).toBeInstanceOf(
      RangeError,
    );
    await first.add(FILES);
    expect(await bed.saved()).toHaveLength(3);
  });

  it.each<[string, string]>([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['of version 2', '{"version":2,"region":"cn-shanghai","instance":"emulated","entries":[]}'],
    ['of another instance', '{"version":1,"region":"cn-shanghai","instance":"other","entries":[]}'],
    [
      'with an entry of an unknown state',
      '{"version":1,"region":"cn-shanghai","instance":"emulated","entries":[{"id":"a","folder":"oss://bucket/a","state":"lost"}]}',
    ],
    [
      'with one id twice',
      '{"version":1,"region":"cn-shanghai","instance":"emulated","entries":[{"id":"a","folder":"oss://bucket/a","state":"waiting"},{"id":"a","folder":"oss://bucket/b","state":"waiting"}]}',
    ],
    [
      'with an intent that is null',
      '{"version":1,"region":"cn-shanghai","instance":"emulated","entries":[{"id":"a","folder":"oss://bucket/a","state":"submitting","intent":null}]}',
    ],
    [
      'with an entry that lacks its ref',
      '{"version":1,"region":"cn-shanghai","instance":"emulated","entries":[{"id":"a","folder":"oss://bucket/a","state":"running"}]}',
    ],
  ])('rejects with a TypeError, and leaves it as it is, when what was saved is %s', async (_, content) => {
    await writeFile(bed.path, content);
    expect(await rejection(bed.open())).toBeInstanceOf(TypeError);
    expect(await readFile(bed.path, 'utf8')).toBe(content);
  });

  it('begins anew when what was saved is null', async () => {
    expect((await bed.open({ storage: { load: async () => null, append: async () => {} } })).entries).toEqual(
      [],
    );
  });

  it.each<[string, object]>([
    ['there is no storage', { storage: undefined }],
    ['there are no tasks', { tasks: undefined }],
    ['the storage cannot be appended to', { storage: { load: async () => null } }],
    ['callbackAddress is none', { callbackAddress: 'shop.example' }],
    ['beforeSubmit is no function', { beforeSubmit: 'put' }],
  ])('rejects with a TypeError that names the option when %s', async (_, options) => {
    const error = await rejection(bed.open(options));
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toMatch(new RegExp(`'${Object.keys(options)[0]}'`));
  });

  it.each<[string, readonly QueuedFile[]]>([
    ['a folder is none', [...FILES, { address: 'spring' }]],
    ['an id is empty', [...FILES, { address: folderOf('winter'), id: '' }]],
    ['two folders have one id', [...FILES, { address: folderOf('winter'), id: folderOf('spring') }]],
    ['one file has two ETags', [...FILES, { address: folderOf('spring'), etag: 'ABC' }]],
    [
      'one folder has two ids, and nothing prepares it',
      [...FILES, { address: folderOf('spring'), id: 'again' }],
    ],
    ['a file has an ETag, and the queue no store', [{ address: folderOf('winter'), etag: 'ABC' }]],
  ])('adds nothing and rejects with a TypeError when %s', async (_, files) => {
    const queue = await bed.open();
    expect(await rejection(queue.add(files))).toBeInstanceOf(TypeError);
    expect(queue.entries).toEqual([]);
    expect(await rejection(readFile(bed.path))).toMatchObject({ code: 'ENOENT' });
  });
});
