import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runHere } from './run-here.ts';

const run = promisify(execFile);
const has = (program: string, flag: string) => spawnSync(program, [flag]).status === 0;
const HAS_FISH = has('fish', '--version');
const HAS_ZSH = has('zsh', '--version') && has('tmux', '-V');
const SOCKET = `imagesearch-import-shells-${process.pid}`;

let folder: string;
const at = (name: string) => join(folder, name);
const env = () => ({ PATH: process.env['PATH'] ?? '', HOME: folder, ZDOTDIR: folder, LC_ALL: 'C.UTF-8' });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shells-'));
  for (const shell of ['zsh', 'fish'])
    writeFileSync(at(`completion.${shell}`), (await runHere(['completion', shell])).stdout);
  writeFileSync(at('meine.csv'), '');
  const profiles = { stage: { region: 'cn-hangzhou' }, live: { region: 'cn-shanghai' } };
  writeFileSync(at('imagesearch-import.config.json'), JSON.stringify({ profiles }, null, 2));
});
afterAll(() => {
  if (HAS_ZSH) spawnSync('tmux', ['-L', SOCKET, 'kill-server']);
  rmSync(folder, { recursive: true, force: true });
});

/** What is typed, and words that are offered then; what is not offered begins with `!`. */
const TYPED: readonly (readonly [string, readonly string[]])[] = [
  ['li', ['lint', '!build']],
  ['lint --max', ['--max-errors']],
  ['lint --dialect 20', ['2020', '2018']],
  ['help exit', ['exit-codes']],
  ['explain META_REGION_O', ['META_REGION_ORDER']],
  ['sync --rep', ['--report', '--repair']],
  ['lint mei', ['meine.csv']],
  ['tasks --use sta', ['stage', '!meine.csv']],
  ['watch mei', ['!meine.csv']],
  ['import --region mei', ['!meine.csv']],
  ['import --images mei', ['meine.csv']],
  ['doctor --ca mei', ['meine.csv']],
];

describe.skipIf(!HAS_FISH)('completion in fish itself', () => {
  it.each(TYPED)('offers for %j what there is', async (typed, words) => {
    const ask = `source completion.fish; complete -C ${JSON.stringify(`imagesearch-import ${typed}`)}`;
    const { stdout, stderr } = await run('fish', ['--no-config', '-c', ask], { cwd: folder, env: env() });
    expect(stderr).toBe('');
    const offered = stdout.split('\n').map((line) => line.split('\t')[0]);
    for (const word of words)
      if (word.startsWith('!')) expect(offered).not.toContain(word.slice(1));
      else expect(offered).toContain(word);
  });
});

describe.skipIf(!HAS_ZSH)('completion in zsh itself', () => {
  const tmux = (...args: string[]) =>
    run('tmux', ['-u', '-L', SOCKET, '-f', '/dev/null', ...args], { cwd: folder, env: env() });
  const screen = async (session: string) => (await tmux('capture-pane', '-p', '-t', session)).stdout;

  it.each(TYPED.map(([typed, words], n) => [typed, words, n] as const))(
    'offers for %j what there is',
    async (typed, words, n) => {
      const session = `s${n}`;
      await tmux('new-session', '-d', '-s', session, '-x', '120', '-y', '100', 'zsh -f -i');
      const shows = (text: string) =>
        vi.waitFor(async () => expect(await screen(session)).toContain(text), { timeout: 50_000 });
      const load = `autoload -Uz compinit; compinit -u -D; source completion.zsh; PS1='ready> '`;
      await tmux('send-keys', '-t', session, load, 'Enter');
      await shows('\nready>');
      await tmux('send-keys', '-t', session, `clear`, 'Enter');
      await tmux('send-keys', '-t', session, `imagesearch-import ${typed}`, 'Tab', 'Tab');
      for (const word of words) if (!word.startsWith('!')) await shows(word);
      const shown = (await screen(session)).split(/\s+/);
      for (const word of words) if (word.startsWith('!')) expect(shown).not.toContain(word.slice(1));
    },
  );
});
