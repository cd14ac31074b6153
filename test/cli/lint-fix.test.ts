import { link, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonLines, runCli } from './run-cli.ts';

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cli-fix-test-'));
  await writeFile(at('a.file'), '');
});
afterAll(() => rm(folder, { recursive: true }));

const GOOD = '{"OperationType":"ADD","ProductId":"1","PicName":"a.jpg","CustomContent":"k:v"}';
const BAD = '{"OperationType":"ADD","ProductId":"2","PicName":"b","CustomContent":""}';
const FIXABLE = '{"OperationType":"ADD","ProductId":3,"PicName":"/c.jpg","CustomContent":""}';
const FIXED = '{"OperationType":"ADD","ProductId":"3","PicName":"c.jpg","CustomContent":""}';

const read = (name: string) => readFile(at(name), 'utf8');
const codesOf = (stdout: string) =>
  stdout.split('\n').flatMap((line) => / (META_\w+) /.exec(line)?.[1] ?? []);

describe.concurrent('imagesearch-import lint --fix', () => {
  it('writes the file that was meant and prints what it changed and left out', async () => {
    await writeFile(at('people.meta'), `${GOOD}\n\n${FIXABLE}\n${BAD}\n`);
    const { code, stdout, stderr } = await runCli(['lint', at('people.meta'), '--fix', at('people.out')]);
    const file = at('people.meta');
    expect(stdout.split('\n')).toEqual([
      `${file}:2:1 fixed META_FIXED_BLANK_LINE The line is blank: left out`,
      `${file}:3:36 fixed META_FIXED_TEXT ProductId 3 is written as "3"`,
      `${file}:3:48 fixed META_FIXED_PIC_NAME PicName "/c.jpg" is written as "c.jpg"`,
      expect.stringMatching(/people\.meta:4:50 error META_PIC_NAME_EXTENSION PicName "b" has no extension/),
      `4 lines, 3 objects: 1 kept, 1 fixed, 1 left out → ${at('people.out')} (2 ADD, 0 DELETE, 0 warnings)`,
      '',
    ]);
    expect([code, stderr]).toEqual([1, '']);
    expect(await read('people.out')).toBe(`${GOOD}\n${FIXED}\n`);
  });

  it('prints one object for each change and error, and a summary, with --json', async () => {
    const text = `[${FIXABLE},\n${BAD}]\n`;
    const { code, stdout } = await runCli(['lint', '-', '--fix', at('json.out'), '--json'], { input: text });
    const lines = jsonLines(stdout);
    expect(lines[0]).toEqual({
      file: '-',
      line: 1,
      column: text.indexOf('3') + 1,
      severity: 'fixed',
      code: 'META_FIXED_TEXT',
      field: 'ProductId',
      message: 'ProductId 3 is written as "3"',
    });
    expect(lines.slice(1, -1).map(({ line, severity, code: one }) => [line, severity, one])).toEqual([
      [1, 'fixed', 'META_FIXED_PIC_NAME'],
      [1, 'fixed', 'META_FIXED_ARRAY'],
      [2, 'error', 'META_PIC_NAME_EXTENSION'],
    ]);
    expect(lines.at(-1)).toEqual({
      summary: {
        ...{ lines: 2, adds: 1, deletes: 0, errors: 1, warnings: 0 },
        ...{ objects: 2, unreadable: 0, kept: 0, fixed: 1, leftOut: 1, written: 1 },
      },
    });
    expect(code).toBe(1);
  });

  it('ends with 0 when nothing was left out, and lint finds no error in what was written', async () => {
    const again = GOOD.replace('a.jpg', 'again.jpg');
    const deletes = '{"OperationType":"DELETE","ProductId":"4","PicName":"d.jpg"}';
    const text = [FIXABLE, GOOD, again, deletes, deletes].join('\r\n');
    await writeFile(at('all.meta'), `\uFEFF${text}`);
    const fix = await runCli(['lint', at('all.meta'), '--fix', at('all.out'), '--json']);
    expect(fix.code).toBe(0);
    expect(jsonLines(fix.stdout).at(-1)).toMatchObject({ summary: { errors: 0, warnings: 1, fixed: 5 } });
    const lint = await runCli(['lint', at('all.out'), '--json']);
    expect(lint.code).toBe(0);
    expect(jsonLines(lint.stdout).map(({ code }) => code)).toContain('META_DELETE_TWICE'); // the warning above
  });

  it('reads the encoding and goes by the rules that it is told', async () => {
    const old = '{"operator":"ADD","item_id":"1","pic_list":["\xc9\xcc.jpg"],"cat_id":10}\n';
    await writeFile(at('old.meta'), old, 'latin1'); // the bytes of 商 in GBK
    const args = ['lint', at('old.meta'), '--fix', at('old.out')];
    expect(codesOf((await runCli(args)).stdout)).toEqual(['META_INVALID_UTF8']);
    const product = await runCli([...args, '--encoding', 'gbk']);
    expect([product.code, codesOf(product.stdout).at(-1)]).toEqual([1, 'META_CATEGORY_UNKNOWN']);
    const rules = ['--service-type', 'generic', '--dialect', '2018'];
    expect((await runCli([...args, '--encoding', 'gbk', ...rules])).code).toBe(0);
    expect(await read('old.out')).toBe(
      '{"OperationType":"ADD","ProductId":"1","PicName":"商.jpg","CategoryId":10}\n',
    );
  });

  it('tells what only the file as a whole breaks, with the lines of what was written', async () => {
    const remove = '{"OperationType":"DELETE","ProductId":"1","PicName":"a.jpg"}';
    await writeFile(at('both.meta'), `\n${GOOD}\n${remove}\n`);
    const args = ['lint', at('both.meta'), '--fix', at('both.out'), '--json'];
    const { code, stdout } = await runCli(args);
    const [, ...conflicts] = jsonLines(stdout);
    const last = conflicts.pop();
    expect(conflicts).toMatchObject([
      { file: at('both.out'), line: 1, code: 'META_ADD_AND_DELETE' },
      { file: at('both.out'), line: 2, code: 'META_ADD_AND_DELETE' },
    ]);
    expect(last).toMatchObject({ summary: { errors: 2, leftOut: 0, written: 2 } });
    expect(code).toBe(1);
    expect((await runCli([...args, '--no-duplicates'])).code).toBe(0);
  });

  it('prints at most --max-errors errors, and as many changes of each kind', async () => {
    const pair = (n: number) => `${FIXABLE.replace('c.jpg', `${n}.jpg`)}\r\n${BAD}\r\n`;
    await writeFile(at('many.meta'), [1, 2, 3, 4, 5].map(pair).join(''));
    const args = ['lint', at('many.meta'), '--fix', at('many.out'), '--max-errors', '2'];
    const { stdout } = await runCli(args);
    const kinds = [
      'META_FIXED_CARRIAGE_RETURN',
      'META_FIXED_PIC_NAME',
      'META_FIXED_TEXT',
      'META_PIC_NAME_EXTENSION',
    ];
    expect(codesOf(stdout).sort()).toEqual(kinds.flatMap((kind) => [kind, kind]));
    const hidden = /\(not shown: (.*)\)$/m.exec(stdout)?.[1]?.split(', ').toSorted();
    expect(hidden).toEqual(
      kinds.map((kind) => `3 ${kind.startsWith('META_FIXED') ? 'changes' : 'errors'} ${kind}`),
    );
    const json = jsonLines((await runCli([...args, '--json'])).stdout);
    expect(json).toHaveLength(9);
    expect(json.at(-1)).toMatchObject({ summary: { errors: 5, fixed: 5 } });
  });

  it('writes no file and leaves an older one when no line is left', async () => {
    await writeFile(at('nothing.out'), 'older');
    const { code, stdout } = await runCli(['lint', '-', '--fix', at('nothing.out')], { input: `${BAD}\n` });
    expect(stdout).toContain(`1 left out → ${at('nothing.out')} is not written: no line is left`);
    expect([code, await read('nothing.out')]).toEqual([1, 'older']);
    const empty = await runCli(['lint', '-', '--fix', at('empty.out')], { input: '' });
    expect([empty.code, codesOf(empty.stdout)]).toEqual([1, ['META_EMPTY']]);
    expect((await readdir(folder)).filter((name) => name.startsWith('empty.out'))).toEqual([]);
  });

  it('makes the folder that it writes to, and only when a line is left', async () => {
    const good = await runCli(['lint', '-', '--fix', at('made/for/it.meta')], { input: `${FIXABLE}\n` });
    expect([good.code, await read('made/for/it.meta')]).toEqual([0, `${FIXED}\n`]);
    const bad = await runCli(['lint', '-', '--fix', at('not-made/it.meta')], { input: `${BAD}\n` });
    expect([bad.code, (await readdir(folder)).includes('not-made')]).toEqual([1, false]);
  });

  it('does not write over the file that it reads, by whatever path', async () => {
    await writeFile(at('self.meta'), `${FIXABLE}\n`);
    await writeFile(at('other.meta.part'), `${FIXABLE}\n`); // what OUT is called while it is written
    await symlink(at('self.meta'), at('self.symlink'));
    await link(at('self.meta'), at('self.link'));
    for (const [file, out] of [
      [at('self.meta'), at('self.meta')],
      [at('self.meta'), at('self.link')],
      [at('self.symlink'), at('self.meta')],
      [at('self.meta'), at('self.symlink')],
      [at('other.meta.part'), at('other.meta')],
    ] as const) {
      const { code, stdout, stderr } = await runCli(['lint', file, '--fix', out]);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain('is the file to be fixed');
    }
    expect(await read('self.meta')).toBe(`${FIXABLE}\n`);
    expect(await read('other.meta.part')).toBe(`${FIXABLE}\n`);
  });

  it('leaves nothing behind but an older file when interrupted', async () => {
    await writeFile(at('older.out'), 'older');
    const again = await runCli(['lint', '-', '--fix', at('older.out')], {
      input: `${FIXABLE}\n`,
      keepsInputOpen: true,
      interruptAt: 'META_FIXED_TEXT',
    });
    expect([again.code, await read('older.out')]).toEqual([130, 'older']);
    expect((await readdir(folder)).filter((name) => name.startsWith('older'))).toEqual(['older.out']);
    const { code, stderr } = await runCli(['lint', '-', '--fix', at('interrupted.out')], {
      input: `${FIXABLE}\n`,
      keepsInputOpen: true,
      interruptAt: 'META_FIXED_TEXT',
    });
    expect([code, stderr]).toEqual([130, 'Interrupted\n']);
    expect((await readdir(folder)).filter((name) => name.startsWith('interrupted'))).toEqual([]);
  });

  it.each([
    ['a folder to write', (dir: string) => ['-', '--fix', dir]],
    ['a folder that is a file', (dir: string) => ['-', '--fix', join(dir, 'a.file', 'x')]],
    ['a file that is not there', (dir: string) => [join(dir, 'nowhere'), '--fix', join(dir, 'x')]],
    [
      'an encoding that nobody knows',
      (dir: string) => ['-', '--fix', join(dir, 'x'), '--encoding', 'klingon'],
    ],
    ['an encoding without --fix', () => ['-', '--encoding', 'gbk']],
  ])('exits with 2 and no stack trace when given %s', async (_, args) => {
    const { code, stdout, stderr } = await runCli(['lint', ...args(folder)]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).not.toBe('');
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
