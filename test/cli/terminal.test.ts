import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { Emulator } from '../../src/emulator/index.ts';
import { startEmulator } from '../support/start-emulator.ts';
import { connectionOf, keysOf } from './run-cli.ts';

const CLI = fileURLToPath(new URL('../../dist/cli.cjs', import.meta.url));
const run = promisify(execFile);
const HAS_TMUX = spawnSync('tmux', ['-V']).status === 0;
const SOCKET = `imagesearch-import-${process.pid}`;

let folder: string;
let emulator: Emulator;
let sessions = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'terminal-'));
  emulator = await startEmulator({ taskDurationMs: 0 });
  writeFileSync(join(folder, '春季新品.jpg'), await makeImage({ format: 'jpeg', width: 200, height: 200 }));
  writeFileSync(join(folder, 'bad.meta'), 'no JSON\n');
  if (HAS_TMUX) await tmux('new-session', '-d', '-s', 'keep', 'cat'); // a server without a session would end
  writeFileSync(join(folder, 'shop.csv'), 'ProductId,Image\n1,春季新品.jpg\n2,没有.jpg\n');
});
afterAll(async () => {
  if (HAS_TMUX) spawnSync('tmux', ['-L', SOCKET, 'kill-server']);
  await emulator.close();
  rmSync(folder, { recursive: true });
});

const tmux = (...args: string[]) => run('tmux', ['-u', '-L', SOCKET, '-f', '/dev/null', ...args]);

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** Runs a command line in a terminal of its own, and returns what is on its screen in the end, with colours as escapes. */
async function screen(columns: number, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const session = `s${++sessions}`;
  const variables = Object.entries({
    ...{
      HOME: '/nonexistent',
      ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true',
      LC_ALL: 'C.UTF-8',
      TERM: 'screen',
    },
    ...{ PATH: process.env['PATH'] ?? '', ...keysOf(emulator), ...env },
  }).map(([name, value]) => quoted(`${name}=${value}`));
  const command = [process.execPath, CLI, ...args].map(quoted).join(' ');
  const line = `env -i ${variables.join(' ')} ${command}; echo "ended with $?"; tmux -L ${SOCKET} wait-for -S ${session}; exec cat`;
  await tmux('new-session', '-d', '-s', session, '-x', String(columns), '-y', '100', line);
  await tmux('wait-for', session);
  const { stdout } = await tmux('capture-pane', '-p', '-e', '-t', session);
  await tmux('kill-session', '-t', session);
  return stdout.trimEnd();
}

describe.skipIf(!HAS_TMUX)('on a terminal', () => {
  it.each([80, 40])('of %d columns help has no line that is cut', async (columns) => {
    for (const args of [['--help'], ['lint', '--help'], ['help', 'topics']]) {
      const lines = (await screen(columns, args)).split('\n');
      expect(lines.at(-1)).toBe('ended with 0');
      const options = lines.filter((line) => /^ {2,}\S/.test(line) && !line.includes('imagesearch-import'));
      expect(options.length).toBeGreaterThan(3);
      for (const line of options) expect(line.length).toBeLessThanOrEqual(columns);
    }
  });

  it('verdicts have colours, but not with NO_COLOR', async () => {
    const args = ['lint', join(folder, 'bad.meta')];
    expect(await screen(80, args)).toContain('\u001b[31merror\u001b[39m META_NOT_JSON');
    expect(await screen(80, args, { NO_COLOR: '1' })).not.toContain('\u001b[31m');
  });

  it.each([80, 40])(
    'of %d columns an import leaves its results and no rest of its progress',
    async (columns) => {
      const seen = await screen(columns, [
        ...[
          'import',
          join(folder, 'shop.csv'),
          '--images',
          folder,
          '--to',
          `oss://${emulator.bucketName}/wide${columns}`,
        ],
        ...connectionOf(emulator),
      ]);
      const text = seen.replaceAll('\n', '');
      expect(text).toContain('没有.jpg');
      expect(text).toContain('2 entries: 1 refused');
      expect(seen).not.toMatch(/[█░]/);
      expect(seen.split('\n').at(-1)).toBe('ended with 1');
    },
  );
});

describe('in a pipe', () => {
  it('whose reader has ended a command ends quietly, with the code of SIGPIPE', () => {
    const meta = join(folder, 'long.meta');
    writeFileSync(meta, 'no JSON\n'.repeat(100_000));
    const said = execFileSync(
      'bash',
      [
        '-c',
        `${quoted(process.execPath)} ${quoted(CLI)} lint ${quoted(meta)} | head -n 1; echo "\${PIPESTATUS[0]}"`,
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
    );
    expect(said).toMatch(/^\S+:1:1 error META_NOT_JSON [^\n]*\n141\n$/);
  });

  it('there are colours with FORCE_COLOR alone, and characters stay without a locale', async () => {
    const lint = (env: Readonly<Record<string, string>>) =>
      run(process.execPath, [CLI, 'preflight', join(folder, '春季新品.jpg')], {
        env: { PATH: process.env['PATH'], ...env },
      });
    expect((await lint({ LC_ALL: 'C' })).stdout).toContain('春季新品.jpg ok jpeg 200×200');
    expect((await lint({ FORCE_COLOR: '1' })).stdout).toContain('\u001b[32mok\u001b[39m');
  });
});
