import { readFileSync, rmSync, writeFileSync } from 'node:fs';
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

  it('a report names the import again when no state has the rows that were refused', async () => {
    await using emulator = await quickEmulator();
    using folder = temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    writeFileSync(at('shop.csv'), CATALOGUE);
    const env = keysOf(emulator);
    const target = ['--images', samples.dir, '--to', into(emulator).to, ...connectionOf(emulator)];
    const args = ['import', at('shop.csv'), ...MAPPING, '--image-separator', ';', ...target];
    await runCli([...args, '--report', at('r.html')], { env, cwd: folder.path });
    const [again = []] = commandsIn(at('r.html'));
    expect(again).toEqual(['imagesearch-import', ...args, '--state', at('shop.csv.state')].map(String));
    expect((await runCli(again.slice(1), { env })).code).toBe(1);
    expect(readFileSync(at('shop.csv.state/refused.csv'), 'utf8')).toContain('nope.jpg');
  });

  it('an import that was told to stop is reported from the folder that was kept', async () => {
    await using emulator = await quickEmulator();
    using folder = temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    writeFileSync(at('shop.csv'), CATALOGUE);
    const env = keysOf(emulator);
    const target = ['--images', samples.dir, '--to', into(emulator).to, ...connectionOf(emulator)];
    const stopped = ['import', at('shop.csv'), ...MAPPING, '--image-separator', ';', ...target];
    const { stderr } = await runCli([...stopped, '--max-refused', '0', '--report', at('r.html')], {
      env,
      cwd: folder.path,
    });
    const kept = /continue with --state (\S+)/.exec(stderr)?.[1] ?? '';
    const [goesOn = []] = commandsIn(at('r.html'));
    expect(goesOn.slice(-2)).toEqual(['--state', kept]);
    rmSync(kept, { recursive: true });
  });

  it('a state in OSS is gone on with as such, and reported from its copy', async () => {
    await using emulator = await quickEmulator();
    using folder = temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    writeFileSync(at('shop.csv'), CATALOGUE);
    const env = keysOf(emulator);
    const target = ['--images', samples.dir, '--to', into(emulator).to, ...connectionOf(emulator)];
    const state = ['--state', `oss://${emulator.bucketName}/state`];
    const all = ['import', at('shop.csv'), ...MAPPING, '--image-separator', ';', ...target, ...state];
    const refused = await runCli([...all, '--report', at('r.html')], { env });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('name a folder for it with --local-state');
    const copy = ['--local-state', at('copy')];
    const args = [...all, ...copy, '--report', at('r.html'), '--max-refused', '0'];
    expect((await runCli(args, { env })).code).toBe(1);
    const [kept] = jsonLines((await runCli(['imports', at('copy'), '--json'])).stdout);
    const [goesOn = []] = commandsIn(at('r.html'));
    expect(kept?.['command']).toEqual(goesOn);
    expect(goesOn.slice(-4)).toEqual([...state, ...copy]);
    expect((await runCli([...goesOn.slice(1), '--report', at('r.html')], { env })).code).toBe(1);
    const [corrected = []] = commandsIn(at('r.html'));
    expect(corrected.slice(-2)).toEqual(['--state', `${at('copy')}.refused`]);
  });

  it('the report of a verification names a sync that makes the gallery equal', async () => {
    await using emulator = await quickEmulator();
    using folder = temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    writeFileSync(at('shop.csv'), 'sku|pic|about\n1|product-1.png|one\n|product-2.jpg|\n');
    const env = keysOf(emulator);
    const reading = [...MAPPING, '--delimiter', '|'];
    const verify = ['verify', at('shop.csv'), ...reading, '--by', 'all', ...connectionOf(emulator)];
    const verified = await runCli([...verify, '--report', at('v.html')], { env });
    expect(verified.stderr).toContain('1 row of');
    expect(verified.stderr).toContain('cannot be read and was not looked for');
    const [sync = []] = commandsIn(at('v.html'));
    expect(sync.slice(0, 3)).toEqual(['imagesearch-import', 'sync', at('shop.csv')]);
    expect(sync.slice(-3)).toEqual(['--to', 'oss://BUCKET/FOLDER', '--dry-run']);
    const typed = sync.slice(1).map((word) => (word === 'oss://BUCKET/FOLDER' ? into(emulator).to : word));
    const { code, stdout } = await runCli([...typed, '--images', samples.dir], { env });
    expect([code, stdout]).toEqual([1, expect.stringContaining('1 missing')]); // one row is refused
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
