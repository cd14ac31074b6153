import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonLines, runCli } from './run-cli.ts';

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cli-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A file of the one name that the service reads, in a folder of its own. */
async function metaFile(name: string, text: string): Promise<string> {
  await mkdir(at(name));
  const path = join(at(name), 'increment.meta');
  await writeFile(path, text);
  return path;
}

const GOOD = '{"OperationType":"ADD","ProductId":"1","PicName":"a.jpg","CustomContent":"k:v"}\n';

describe.concurrent('imagesearch-import lint', () => {
  it('prints nothing but the summary for a file without a fault', async () => {
    const path = await metaFile('good', GOOD);
    const { code, stdout, stderr } = await runCli(['lint', path, '--json']);
    expect(jsonLines(stdout)).toEqual([
      { summary: { lines: 1, adds: 1, deletes: 0, errors: 0, warnings: 0 } },
    ]);
    expect([code, stderr]).toEqual([0, '']);
  });

  it('points at the value of the field that is wrong', async () => {
    const line =
      '{"OperationType":"ADD","ProductId":"红","PicName":"a.jpg","CustomContent":"","IntAttr":"5"}\n';
    const path = await metaFile('bad', GOOD + line);
    const { code, stdout } = await runCli(['lint', path, '--json']);
    const [issue, last] = jsonLines(stdout);
    expect(issue).toEqual({
      file: path,
      line: 2,
      column: line.indexOf('"5"') + 1,
      severity: 'error',
      code: 'META_WRONG_TYPE',
      field: 'IntAttr',
      message: expect.stringContaining('"5"'),
    });
    expect(last).toEqual({ summary: { lines: 2, adds: 1, deletes: 0, errors: 1, warnings: 0 } });
    expect(code).toBe(1);
  });

  it('prints FILE:LINE:COLUMN severity CODE message for people', async () => {
    const path = await metaFile('people', 'oops\n');
    const { code, stdout } = await runCli(['lint', path]);
    expect(stdout.split('\n')[0]).toMatch(/increment\.meta:1:1 error META_NOT_JSON /);
    expect(code).toBe(1);
  });

  it('says what to type next when a line is wrong: to people, not to programs', async () => {
    const path = await metaFile('next step', 'oops\n');
    const { stderr } = await runCli(['lint', path, '--service-type', 'generic']);
    const fixed = join(at('next step'), 'fixed', 'increment.meta');
    expect(stderr.trimEnd().split('\n')).toEqual([
      'What a code means: imagesearch-import explain META_NOT_JSON',
      `The file as it was meant, where that can be told: imagesearch-import lint '${path}' --service-type generic --fix '${fixed}'`,
    ]);
    expect((await runCli(['lint', path, '--json'])).stderr).toBe('');
  });

  it('reads standard input when told -', async () => {
    const { code, stdout } = await runCli(['lint', '-', '--json'], { input: GOOD });
    expect([code, jsonLines(stdout).length]).toEqual([0, 1]);
  });

  it('exits with 130 when interrupted while it waits for standard input', async () => {
    const bad = 'no JSON\n';
    const { code, stderr } = await runCli(['lint', '-'], {
      input: bad,
      keepsInputOpen: true,
      interruptAt: 'META_NOT_JSON',
    });
    expect([code, stderr]).toEqual([130, 'Interrupted\n']);
  });

  it('refuses the same image named twice, unless told not to look', async () => {
    const path = await metaFile('twice', GOOD + GOOD);
    const { stdout } = await runCli(['lint', path, '--json']);
    expect(jsonLines(stdout)[0]).toMatchObject({ line: 2, severity: 'error', code: 'META_DUPLICATE' });
    const without = await runCli(['lint', path, '--json', '--no-duplicates']);
    expect(jsonLines(without.stdout)).toHaveLength(1);
  });

  it('counts every error but prints at most --max-errors', async () => {
    const path = await metaFile('many', 'x\n'.repeat(5));
    const { stdout } = await runCli(['lint', path, '--json', '--max-errors', '2']);
    const lines = jsonLines(stdout);
    expect(lines).toHaveLength(3);
    expect(lines[2]).toMatchObject({ summary: { errors: 5 } });
  });

  it('warns of a name that the service does not read', async () => {
    await writeFile(at('shoes.meta'), GOOD);
    const { code, stdout } = await runCli(['lint', at('shoes.meta')]);
    expect(stdout).toContain(
      `${at('shoes.meta')}:1:1 warning META_FILE_NAME The file is called "shoes.meta"`,
    );
    expect(code).toBe(0);
  });

  it('finds an empty file wrong', async () => {
    const path = await metaFile('empty', '');
    const { code, stdout } = await runCli(['lint', path, '--json']);
    expect(jsonLines(stdout)[0]).toMatchObject({ code: 'META_EMPTY' });
    expect(code).toBe(1);
  });

  it('shows control characters of a strange file as escapes', async () => {
    const name = '"a\\u001b[31m.jpg';
    const path = await metaFile('escape', `{"OperationType":${name}"}\n`);
    const { stdout } = await runCli(['lint', path]);
    expect(stdout).not.toContain('\u001b');
  });
});

describe.concurrent('imagesearch-import build', () => {
  it('writes the lines of a catalogue and names the rows it refuses', async () => {
    await writeFile(at('shop.csv'), 'ProductId,Image,IntAttr\n1,a.jpg,5\n,b.jpg,\n3,c,\n4,d.png,x\n');
    const { code, stdout } = await runCli(['build', at('shop.csv'), '-o', at('increment.meta'), '--json']);
    const lines = jsonLines(stdout);
    expect(
      lines.filter(({ severity }) => severity === 'error').map(({ line, code: issue }) => [line, issue]),
    ).toEqual([
      [3, 'CATALOGUE_PRODUCT_ID_MISSING'],
      [4, 'META_PIC_NAME_EXTENSION'],
      [5, 'CATALOGUE_VALUE'],
    ]);
    expect(lines[0]).toMatchObject({ columns: { columns: { productId: ['ProductId'], image: ['Image'] } } });
    expect(lines.at(-1)).toEqual({
      summary: {
        ...{ supplied: 4, refused: 3, skipped: 0, adds: 1, deletes: 0 },
        catalogue: {
          ...{ lines: 5, linesOfEntries: 2, linesRefused: 2, linesPassedOver: 1, entries: 2, refused: 2 },
          passedOver: expect.objectContaining({ header: 1, empty: 0 }),
        },
      },
    });
    expect(await readFile(at('increment.meta'), 'utf8')).toBe(
      '{"OperationType":"ADD","ProductId":"1","PicName":"a.jpg","IntAttr":5}\n',
    );
    expect(code).toBe(1);
  });

  it.each([
    ['increment.meta', []],
    ['parts', ['--max-lines', '1']],
  ])('writes nothing and leaves what was there when no row is accepted: %s', async (name, limits) => {
    const catalogue = at(`none-${name}.csv`);
    await writeFile(catalogue, 'ProductId,Image\n,a.jpg\n1,b\n');
    await mkdir(at(`older-${name}/0001`), { recursive: true });
    const path = at(`older-${name}/increment.meta`);
    await writeFile(path, 'older');
    await writeFile(at(`older-${name}/0001/increment.meta`), 'older part');
    const { code, stdout } = await runCli(['build', catalogue, '-o', path, ...limits]);
    expect(code).toBe(1);
    expect(stdout).toContain(
      `${catalogue}: nothing accepted, and so ${path} is not written; 2 of 2 entries refused\n`,
    );
    expect(await readFile(path, 'utf8')).toBe('older');
    expect(await readFile(at(`older-${name}/0001/increment.meta`), 'utf8')).toBe('older part');
    expect((await readdir(at(`older-${name}`))).sort()).toEqual(['0001', 'increment.meta']);
  });

  it('exits with 1 and makes nothing when the catalogue has no row', async () => {
    await writeFile(at('no-row.csv'), 'ProductId,Image\n');
    const { code, stderr } = await runCli(['build', at('no-row.csv'), '-o', at('no-row/increment.meta')]);
    expect([code, (await readdir(folder)).includes('no-row')]).toEqual([1, false]);
    expect(stderr).toContain('it has a header and no rows');
  });

  it('judges rows beside each other as lint and import do: what it writes has no error', async () => {
    const rows = [
      'DELETE,1,a.jpg',
      'ADD,1,a.jpg',
      'ADD,2,b.jpg',
      'DELETE,2,b.jpg',
      'ADD,3,c.jpg',
      'ADD,3,c.jpg',
    ];
    const product = ['DELETE,4,', 'ADD,4,d.jpg'];
    const all = [...rows, ...product].map((row) => `${row}\n`).join('');
    await writeFile(at('together.csv'), `OperationType,ProductId,Image\n${all}`);
    const args = [
      'build',
      at('together.csv'),
      '-o',
      at('together/increment.meta'),
      '--allow-product-deletes',
    ];
    const { code, stdout } = await runCli(args);
    const told = [...stdout.matchAll(/:(\d+) (error|warning) (META_[A-Z_]+|PRODUCT_\w+)/g)].map(
      ([, line, severity, issue]) => `${line} ${severity} ${issue}`,
    );
    expect(told.filter((one) => !one.includes('CUSTOM_CONTENT') && !one.includes('WHOLE_PRODUCT'))).toEqual([
      '4 error META_ADD_AND_DELETE',
      '5 error META_ADD_AND_DELETE',
      '7 error META_DUPLICATE',
      '8 warning META_PRODUCT_REPLACED',
      '8 error PRODUCT_NEEDS_TWO_FILES',
      '9 warning META_PRODUCT_REPLACED',
      '9 error PRODUCT_NEEDS_TWO_FILES',
      '2 warning META_DELETE_BEFORE_ADD', // once it is sure that its ADD is written
    ]);
    expect(stdout).toContain('2 ADD, 0 DELETE; 5 of 8 entries refused, 1 skipped');
    expect(code).toBe(1);
    const lint = await runCli(['lint', at('together/increment.meta')]);
    expect(lint.code).toBe(0);
  });

  it('makes the folder that it writes to', async () => {
    await writeFile(at('folder.csv'), 'ProductId,Image\n1,a\\b.jpg\n');
    const { code } = await runCli(['build', at('folder.csv'), '-o', at('made/for/it/increment.meta')]);
    expect(code).toBe(0);
    expect(await readFile(at('made/for/it/increment.meta'), 'utf8')).toContain('"PicName":"a/b.jpg"');
  });

  it('does not write over the catalogue itself', async () => {
    await writeFile(at('same.csv'), 'ProductId,Image\n1,a.jpg\n');
    const { code, stderr } = await runCli(['build', at('same.csv'), '-o', at('same.csv')]);
    expect([code, await readFile(at('same.csv'), 'utf8')]).toEqual([2, 'ProductId,Image\n1,a.jpg\n']);
    expect(stderr).toContain('is the catalogue itself');
  });

  it('splits the file with --max-lines and keeps the lines of a product together', async () => {
    const rows = ['a,1.jpg', 'b,2.jpg', 'a,3.jpg', 'c,4.jpg'].map((row) => `${row},k:v`);
    await writeFile(at('split.csv'), `ProductId,Image,CustomContent\n${rows.join('\n')}\n`);
    const args = ['build', at('split.csv'), '-o', at('split/increment.meta'), '--max-lines', '2', '--json'];
    const { code, stdout } = await runCli(args);
    expect(jsonLines(stdout)).toMatchObject([
      { columns: {} },
      { path: at('split/0001/increment.meta'), lines: 2, adds: 2, deletes: 0 },
      { path: at('split/0002/increment.meta'), lines: 2, adds: 2, deletes: 0 },
      { summary: { supplied: 4, refused: 0, skipped: 0, adds: 4, deletes: 0 } },
    ]);
    expect(code).toBe(0);
    const first = await readFile(at('split/0001/increment.meta'), 'utf8');
    expect(first.match(/"ProductId":"."/g)).toEqual(['"ProductId":"a"', '"ProductId":"a"']);
    expect((await readdir(at('split'))).sort()).toEqual(['0001', '0002']);
  });

  it.each([
    ['no header', '1,a.jpg\n2,b.jpg\n'],
    ['a column twice', 'ProductId,ProductId,Image\n1,2,a.jpg\n'],
  ])('refuses a CSV file with %s as a whole, showing its first line', async (_, text) => {
    const path = at(`${crypto.randomUUID()}.csv`);
    await writeFile(path, text);
    const { code, stdout, stderr } = await runCli(['build', path, '-o', at('never-header.meta')]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(text.split('\n')[0]?.split(',')[0]);
  });

  it('leaves no part of a file behind when the catalogue cannot be read', async () => {
    const { code, stderr } = await runCli(['build', at('nowhere.csv'), '-o', at('never.meta')]);
    expect(code).toBe(2);
    expect(stderr).toContain('nowhere.csv');
    expect((await readdir(folder)).filter((name) => name.startsWith('never.meta'))).toEqual([]);
  });
});

it.each([
  ['no command', []],
  ['an unknown command', ['frobnicate']],
  ['an unknown option', ['lint', 'x', '--frobnicate']],
  ['a missing argument', ['lint']],
  ['a file that is not there', ['lint', '/nowhere/increment.meta']],
  ['a folder', ['lint', import.meta.dirname]],
  ['an unknown service type', ['lint', 'x', '--service-type', 'nonsense']],
  ['a number that is none', ['lint', 'x', '--max-errors', 'many']],
  ['a catalogue of an unknown kind', ['build', import.meta.filename, '-o', '/nowhere/x']],
  ['an OSS address without a region', ['preflight', 'oss://bucket/prefix']],
  ['an import without its options', ['import', 'x.csv']],
])('imagesearch-import exits with 2 and no stack trace when given %s', async (_, args) => {
  const { code, stdout, stderr } = await runCli(args);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).not.toBe('');
  expect(stderr).not.toMatch(/^\s+at /m);
});
