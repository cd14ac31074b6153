import { existsSync, readFileSync, writeFileSync } from 'node:fs';
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

describe.concurrent('reports of the command line', () => {
  it('are written of a check of images, with the command that repairs them', async () => {
    using folder = temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    writeFileSync(at('good.png'), await makeImage({ format: 'png', width: 300, height: 200 }));
    writeFileSync(at('tiny.gif'), await makeImage({ format: 'gif', width: 20, height: 20 }));
    const images = ['good.png', 'tiny.gif'].map(at);
    const { code } = await runCli(['preflight', ...images, '--report', at('check.html'), '--lang', 'zh']);
    expect(code).toBe(1);
    const page = readFileSync(at('check.html'), 'utf8');
    expect(page).toContain('<html lang="zh-CN">');
    expect(page).toContain(`preflight ${images.join(' ')} --repair repaired`);
    expect(supplied(at('check.html'))).toBe(2);
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
    await run(['--state', at('state'), '--report', at('import.html')]);
    const { code, stdout } = await runCli(['report', at('state'), '--out', at('later.html'), '--json']);
    expect(code).toBe(0);
    expect(jsonLines(stdout)).toEqual([{ report: at('later.html') }]);
    for (const name of ['dry', 'plain', 'import', 'later'])
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
    const { code, stderr } = await runCli(['report', folder.path, '--out', out]);
    expect(code).toBe(2);
    expect(stderr).toContain('holds no import');
    expect(existsSync(out)).toBe(false);
  });
});
