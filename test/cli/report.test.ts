import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import { into, makeSamples, quickEmulator } from '../flow/import-test-bed.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { connectionOf, jsonLines, keysOf, runCli } from './run-cli.ts';

let samples: Awaited<ReturnType<typeof makeSamples>>;
beforeAll(async () => {
  samples = await makeSamples();
});
afterAll(() => samples[Symbol.asyncDispose]());

const supplied = (path: string) =>
  Number(/data-status="supplied">.*?<td class="number">(\d+)</.exec(readFileSync(path, 'utf8'))?.[1]);

/** The names of the facts in the head of a report. */
const namesOfFacts = (path: string): readonly string[] =>
  [...readFileSync(path, 'utf8').matchAll(/<dt>(.*?)<\/dt>/g)].map(([, name = '']) => name);

describe.concurrent('reports of the command line', () => {
  it('are written of a check of images, with the command that repairs them', async () => {
    using folder = temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    writeFileSync(at('good.png'), await makeImage({ format: 'png', width: 300, height: 200 }));
    writeFileSync(at('tiny.gif'), await makeImage({ format: 'gif', width: 20, height: 20 }));
    const images = ['good.png', 'tiny.gif'].map(at);
    const rules = ['--service-type', 'generic', '--limits', 'current'];
    const args = ['preflight', ...images, ...rules, '--report', at('check.html'), '--lang', 'zh'];
    const { code } = await runCli(args, { cwd: folder.path });
    expect(code).toBe(1);
    const page = readFileSync(at('check.html'), 'utf8');
    expect(page).toContain('<html lang="zh-CN">');
    const again = `preflight ${images.join(' ')} ${rules.join(' ')} --repair ${at('repaired')}`;
    expect(page).toContain(again);
    expect(supplied(at('check.html'))).toBe(2);
    expect(namesOfFacts(at('check.html'))).toEqual(['生成时间', '服务类型', '限制']);
  });

  it('of a check have the file whose name cannot be read, too, and do not say that all is done', async () => {
    using folder = temporaryFolder();
    const images = join(folder.path, 'images');
    mkdirSync(images);
    const image = await makeImage({ format: 'png', width: 300, height: 200 });
    writeFileSync(join(images, 'good.png'), image);
    writeFileSync(
      Buffer.concat([Buffer.from(join(images, 'b')), Buffer.from([0xff]), Buffer.from('.png')]),
      image,
    );
    const path = join(folder.path, 'check.html');
    const { code, stdout, stderr } = await runCli(['preflight', images, '--report', path]);
    expect(code).toBe(1);
    expect(stderr).toContain('CATALOGUE_ENCODING');
    expect(stdout).toContain('1 image: 1 accepted, 0 refused, 1 not checked');
    expect(supplied(path)).toBe(2);
    const page = readFileSync(path, 'utf8');
    expect(page).toContain('data-code="CATALOGUE_ENCODING"');
    expect(page).not.toContain('Nothing is left to do');
  });

  it('are written of an import, of a dry run, and of a state afterwards', async () => {
    await using emulator = await quickEmulator();
    using folder = temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    const args = ['import', samples.path, '--images', samples.dir, '--to', into(emulator).to];
    const run = (more: readonly string[]) =>
      runCli([...args, ...connectionOf(emulator), ...more], { env: keysOf(emulator) });
    await run(['--dry-run', '--report', at('dry.html')]);
    expect(readFileSync(at('dry.html'), 'utf8')).toContain('<h1>Dry run of an import</h1>');
    await run(['--report', at('plain.html')]);
    expect(readFileSync(at('plain.html'), 'utf8')).toContain('id="timeline"');
    await run(['--state', at('state'), '--report', at('import.html')]);
    const { code, stdout } = await runCli(['report', at('state'), '--output', at('later.html'), '--json']);
    expect(code).toBe(0);
    expect(jsonLines(stdout)).toEqual([{ report: at('later.html') }]);
    const facts = ['Made at', 'state', 'region', 'instance', 'to', 'service type', 'route'];
    expect(namesOfFacts(at('later.html')).filter((name) => !facts.includes(name))).toEqual([]);
    await runCli(['report', at('state'), '--output', at('chinese.html'), '--lang', 'zh']);
    expect(namesOfFacts(at('chinese.html'))).toHaveLength(namesOfFacts(at('later.html')).length);
    for (const name of namesOfFacts(at('chinese.html'))) expect(name).toMatch(/\p{Script=Han}/u);
    for (const name of ['dry', 'plain', 'import', 'later'])
      expect(supplied(at(`${name}.html`))).toBe(samples.rows.length);
  });

  it('are written of a sync, of its state afterwards, and of a verification', async () => {
    await using emulator = await quickEmulator();
    using folder = temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    const run = (command: string, more: readonly string[]) =>
      runCli([command, samples.path, ...connectionOf(emulator), ...more], { env: keysOf(emulator) });
    const sync = ['--images', samples.dir, '--to', into(emulator).to, '--state', at('state')];
    await run('sync', [...sync, '--report', at('sync.html'), '--lang', 'zh']);
    expect(readFileSync(at('sync.html'), 'utf8')).toContain('<h1>同步报告</h1>');
    for (const name of namesOfFacts(at('sync.html'))) expect(name).toMatch(/\p{Script=Han}/u);
    await runCli(['report', at('state'), '--output', at('later.html')]);
    expect(readFileSync(at('later.html'), 'utf8')).toContain('<h1>Sync</h1>');
    await run('verify', ['--by', 'export', '--report', at('verify.html')]);
    expect(readFileSync(at('verify.html'), 'utf8')).toContain('<h1>Verification of a gallery</h1>');
    await run('verify', ['--by', 'export', '--report', at('chinese.html'), '--lang', 'zh']);
    expect(namesOfFacts(at('chinese.html'))).toEqual(['生成时间', '核对方式', '结论']);
    for (const name of ['sync', 'later', 'verify'])
      expect(supplied(at(`${name}.html`))).toBe(samples.rows.length);
  });

  it('are written of an import that was told to stop, so that its rows can be corrected', async () => {
    await using emulator = await quickEmulator();
    using folder = temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    const args = ['import', samples.path, '--images', samples.dir, '--to', into(emulator).to];
    const more = ['--max-refused', '0', '--state', at('state'), '--report', at('stopped.html')];
    const { code } = await runCli([...args, ...connectionOf(emulator), ...more], { env: keysOf(emulator) });
    expect(code).not.toBe(0);
    expect(readFileSync(at('stopped.html'), 'utf8')).toContain('The import is not over');
  });

  it('end with an error that names what is wrong', async () => {
    using folder = temporaryFolder();
    const out = join(folder.path, 'report.html');
    const { code, stderr } = await runCli(['report', folder.path, '--output', out]);
    expect(code).toBe(2);
    expect(stderr).toContain('holds no import');
    expect(existsSync(out)).toBe(false);
  });
});
