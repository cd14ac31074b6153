import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { into, makeSamples, quickEmulator } from '../flow/import-test-bed.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { connectionOf, jsonLines, keysOf, runCli } from './run-cli.ts';

let samples: Awaited<ReturnType<typeof makeSamples>>;
beforeAll(async () => {
  samples = await makeSamples();
});
afterAll(() => samples[Symbol.asyncDispose]());

const MAPPING = ['ProductId=sku', 'Image=pic', 'CustomContent=about'].flatMap((one) => ['--column', one]);
const CATALOGUE = 'sku|pic|about\n1|product-1.png|one\n2|nope.jpg;product-2.jpg|two\n';

/** The commands that a report shows, as a shell reads their words. */
const commandsIn = (path: string): string[][] =>
  [...readFileSync(path, 'utf8').matchAll(/<pre tabindex="0"><code>(.*?)<\/code>/g)].map(([, text = '']) =>
    [...text.replaceAll('&#39;', "'").matchAll(/'([^']*)'|(\S+)/g)].map(
      ([, quoted, bare]) => quoted ?? bare ?? '',
    ),
  );

const here = (path: string): string => relative(process.cwd(), path);

describe.concurrent('commands that follow from a command', () => {
  it('a report has a command that imports corrected rows with all columns when they were mapped by flags', async () => {
    await using emulator = await quickEmulator();
    using folder = temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    writeFileSync(at('shop.csv'), CATALOGUE);
    const env = keysOf(emulator);
    const reading = [...MAPPING, '--image-separator', ';', '--delimiter', '|'];
    const target = ['--images', samples.dir, '--to', into(emulator).to, ...connectionOf(emulator)];
    const first = [
      'import',
      at('shop.csv'),
      ...reading,
      ...target,
      '--state',
      at('state'),
      '--report',
      at('r.html'),
    ];
    const { code, stderr } = await runCli(first, { env });
    expect(code).toBe(1);
    const [command = []] = commandsIn(at('r.html'));
    expect(command.slice(0, 3)).toEqual(['imagesearch-import', 'import', at('state/refused.csv')]);
    expect(stderr).toContain(`Import them by: ${command.slice(0, 5).join(' ')}`);
    const rows = readFileSync(at('state/refused.csv'), 'utf8');
    writeFileSync(at('state/refused.csv'), rows.replace('|nope.jpg;', '|product-3.bmp;'));
    expect((await runCli(command.slice(1), { env })).code).toBe(0);
    const held = emulator.gallery().map(({ ProductId, CustomContent }) => `${ProductId} ${CustomContent}`);
    expect([...new Set(held)].toSorted()).toEqual(['1 one', '2 two']);
  });

  it('imports names a command that goes on from any folder when paths were typed as relative', async () => {
    await using emulator = await quickEmulator();
    using folder = temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    writeFileSync(at('shop.csv'), CATALOGUE);
    const env = keysOf(emulator);
    const typed = ['import', here(at('shop.csv')), '--images', here(samples.dir), '--max-refused', '0'];
    const target = ['--to', into(emulator).to, ...connectionOf(emulator)];
    const args = [...typed, ...target, ...MAPPING, '--concurrency', '2', '--state', at('state')];
    await runCli(args, { env });
    const [kept] = jsonLines((await runCli(['imports', at('state'), '--json'])).stdout);
    const command = kept?.['command'] as string[];
    expect(command.slice(0, 3)).toEqual(['imagesearch-import', 'import', at('shop.csv')]);
    expect(command).toContain(samples.dir);
    expect(command).toContain('--concurrency');
    expect(command).not.toContain('--max-refused');
    expect(command.slice(-2)).toEqual(['--state', at('state')]);
  });

  it('a password in an address is masked when a command is printed', async () => {
    await using emulator = await quickEmulator();
    using folder = temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    const target = ['--images', samples.dir, '--to', into(emulator).to, ...connectionOf(emulator)];
    const queue = ['--queue', 'redis://user:TOP@SECRET@127.0.0.1:1', '--patience-ms', '0'];
    const args = ['import', samples.path, ...target, ...queue, '--state', at('state')];
    const { stderr } = await runCli(args, { env: keysOf(emulator) });
    expect(stderr).toContain('Continue with: ');
    expect(stderr).toContain("--queue 'redis://********@127.0.0.1:1'");
    expect(stderr).toContain('IMAGESEARCH_QUEUE');
    expect(stderr).not.toContain('SECRET');
    expect(stderr).not.toContain('TOP');
    const settings = await runCli(['doctor', '--settings'], {
      env: { HTTPS_PROXY: 'http://user:p@ss@host:1' },
    });
    expect(settings.stdout).toContain('http://********@host:1');
  });
});
