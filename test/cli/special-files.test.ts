import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeImage, rotatedImage } from '../../samples/make-images.ts';
import { makePipe } from '../support/special-files.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { jsonLines, runCli } from './run-cli.ts';

const place = temporaryFolder();
afterAll(() => place[Symbol.dispose]());
const at = (...names: string[]) => join(place.path, ...names);
for (const folder of ['images', 'private', 'out', 'home', 'home/.aliyun']) mkdirSync(at(folder));
const image = await makeImage({ format: 'png', width: 200, height: 200 });
writeFileSync(at('images', 'a.png'), image);
writeFileSync(at('private', 'secret.png'), image);
writeFileSync(at('images', 'turned.jpg'), await rotatedImage('jpeg', 6));
symlinkSync('../private', at('images', 'linkdir'));
symlinkSync('a.png', at('images', 'inside.png'));
for (const pipe of [['pipe'], ['out', 'turned.jpg'], ['home', '.aliyun', 'config.json']])
  makePipe(at(...pipe));

describe.concurrent('imagesearch-import', () => {
  it('refuses the link out of a folder in a preflight, and names its target', async () => {
    const { code, stdout, stderr } = await runCli(['preflight', at('images'), '--json']);
    const lines = jsonLines(stdout);
    expect(lines.slice(0, -1).map(({ path }) => path)).toEqual(
      ['a.png', 'inside.png', 'turned.jpg'].map((name) => at('images', name)),
    );
    expect(stderr).toMatch(/"linkdir" leads out of the folder by a link, to ".*\/private"/);
    expect(code).toBe(1);
  });

  it('follows links anywhere in a preflight when it is told to', async () => {
    const { stdout } = await runCli(['preflight', at('images'), '--follow-links', 'anywhere', '--json']);
    expect(jsonLines(stdout).map(({ path }) => path)).toContain(at('images', 'linkdir', 'secret.png'));
  });

  it.each([
    ['inside', 1],
    ['anywhere', 0],
  ])('builds from a folder with links that may lead %s', async (where, expected) => {
    const args = ['build', at('images'), '-o', at(`${where}.meta`), '--follow-links', where];
    const { code, stdout } = await runCli(args);
    expect(code).toBe(expected);
    expect(stdout.includes('linkdir')).toBe(where === 'inside');
  });

  it('says which values --follow-links has when it is given another', async () => {
    const { code, stderr } = await runCli(['preflight', at('images'), '--follow-links', 'yes']);
    expect(stderr).toContain('inside, anywhere');
    expect(code).toBe(2);
  });

  it('leaves a named pipe alone that has the name of a repaired copy', async () => {
    const { stdout } = await runCli([
      'preflight',
      at('images', 'turned.jpg'),
      '--repair',
      at('out'),
      '--json',
    ]);
    expect(jsonLines(stdout)[0]).toMatchObject({
      repaired: null,
      unrepaired: [{ code: 'IMAGE_REPAIR_NAME_TAKEN' }],
    });
  });

  it.each([
    ['lint', [at('pipe')]],
    ['preflight', [at('pipe')]],
    ['lint --fix', [at('pipe'), '--fix', at('fixed.meta')]],
  ])('refuses a named pipe in %s', async (command, args) => {
    const { code, stdout, stderr } = await runCli([command.split(' ')[0] as string, ...args]);
    expect(stdout + stderr).toContain('it is a named pipe');
    expect(code).toBeGreaterThan(0);
  });

  it('refuses a named pipe in place of the file of credentials', async () => {
    const args = ['tasks', '--region', 'cn-shanghai', '--instance', 'shop', '--endpoint', '127.0.0.1:1'];
    const { code, stderr } = await runCli(args, { env: { HOME: at('home') } });
    expect(stderr).toMatch(/config\.json" as it must be a file: it is a named pipe/);
    expect(code).toBe(2);
  });
});
