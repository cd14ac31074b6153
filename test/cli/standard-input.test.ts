import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import { COMMANDS } from '../../src/cli/command-table.ts';
import { TAKES_STANDARD } from '../../src/cli/frame/given-paths.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import { startEmulator } from '../support/start-emulator.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { line, putFolder, tasksOf } from '../support/test-bed.ts';
import { CLI, connectionOf, jsonLines, keysOf, runCli } from './run-cli.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ taskDurationMs: 0 });
});
afterAll(() => emulator.close());

describe('- as a file', () => {
  it('is the increment.meta of failures, when it is typed for --meta', async () => {
    const lines = [line(), line({ ProductId: 'P2', PicName: 'missing.jpg' })];
    await putFolder(emulator, 'dash', lines);
    const tasks = tasksOf(emulator);
    const { id } = (await tasks.wait(await tasks.submit(`oss://${emulator.bucketName}/dash`))).ref;
    const args = ['failures', id, '--meta', '-', '--json', ...connectionOf(emulator)];
    const { stdout } = await runCli(args, { env: keysOf(emulator), input: lines.join('') });
    expect(jsonLines(stdout)[0]).toMatchObject({ line: 2, record: { productId: 'P2' } });
  });

  it('is the picture of a search, when it is typed for one', async () => {
    using folder = temporaryFolder();
    const picture = join(folder.path, 'a.jpg');
    writeFileSync(picture, await makeImage({ format: 'jpeg', width: 200, height: 200 }));
    const args = ['search', '-', '--json', ...connectionOf(emulator)];
    const shell = `exec "$0" "$@" < ${picture}`;
    const stdout = await new Promise<string>((resolve, reject) =>
      execFile(
        '/bin/sh',
        ['-c', shell, process.execPath, CLI, ...args],
        { env: { PATH: process.env['PATH'], ...keysOf(emulator) } },
        (error, said) => (error === null ? resolve(said) : reject(error)),
      ),
    );
    expect(jsonLines(stdout).at(-1)).toHaveProperty('summary');
  });

  it.each(['lint', 'build', 'preflight'])('is refused by %s, when a folder stands for it', async (name) => {
    using folder = temporaryFolder();
    const shell = `exec "$0" "$@" < ${folder.path}`;
    const args = ['-c', shell, process.execPath, CLI, name, '-', ...(name === 'build' ? ['-o', 'x'] : [])];
    const stderr = await new Promise<string>((resolve) =>
      execFile('/bin/sh', args, { cwd: folder.path }, (_, __, said) => resolve(said)),
    );
    expect(stderr).toContain(`Cannot run ${name} as standard input is a folder`);
  });

  it('is standard output, when a report is written to it', async () => {
    using folder = temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    writeFileSync(at('shop.csv'), 'ProductId,Image\n1,missing.jpg\n');
    const to = `oss://${emulator.bucketName}/report`;
    const place = ['--images', folder.path, '--to', to, '--state', at('state')];
    await runCli(['import', at('shop.csv'), ...place, ...connectionOf(emulator)], { env: keysOf(emulator) });
    const { code, stdout } = await runCli(['report', at('state'), '-o', '-']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^<!doctype html>.*<\/html>\s*$/is);
    expect(existsSync('-')).toBe(false);
  });

  it('is taken by commands and options that there are', async () => {
    for (const [name, taken] of Object.entries(TAKES_STANDARD)) {
      const entry = COMMANDS.find((command) => command.name === name);
      expect(entry).toBeDefined();
      const { Command } = await import('commander');
      const { options } = (await entry?.load())?.definition.options(new Command()) ?? new Command();
      for (const one of taken)
        expect(entry?.args.includes(one) || options.some((option) => option.attributeName() === one)).toBe(
          true,
        );
    }
  });
});

it('a search by a picture that the service would refuse blames the data, with its code', async () => {
  using folder = temporaryFolder();
  const picture = join(folder.path, 'a.jpg');
  writeFileSync(picture, 'no picture');
  const args = ['search', picture, '--json', ...connectionOf(emulator)];
  const { code, stdout, stderr } = await runCli(args, { env: keysOf(emulator) });
  expect(jsonLines(stdout)).toMatchObject([{ error: { code: 'IMAGE_FORMAT_UNSUPPORTED', exitCode: 1 } }]);
  expect(stderr).toMatch(/\(IMAGE_FORMAT_UNSUPPORTED\)\n$/);
  expect(code).toBe(1);
});
