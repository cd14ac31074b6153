import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/command-table.ts';
import { completionModel } from '../../src/cli/completion/completion-model.ts';
import { COMPLETION_SCRIPTS } from '../../src/cli/completion/scripts.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { runHere } from './run-here.ts';

const scriptOf = async (shell: string) => (await runHere(['completion', shell])).stdout;

/** What bash offers for the last of these words. */
function offered(script: string, ...typed: string[]): string[] {
  return offeredIn(process.cwd(), script, ...typed);
}

function offeredIn(cwd: string, script: string, ...typed: string[]): string[] {
  const words = typed.map((word) => `'${word}'`).join(' ');
  const ask = `COMP_WORDS=(imagesearch-import ${words}); COMP_CWORD=${typed.length}; _imagesearch_import; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const said = execFileSync('bash', ['--norc', '-c', `${script}\n${ask}`], { cwd, encoding: 'utf8' });
  return said.split('\n').filter(Boolean);
}

describe('completion', () => {
  it('in bash completes commands, options, values and topics', async () => {
    const script = await scriptOf('bash');
    expect(offered(script, 'li')).toEqual(['lint']);
    expect(offered(script, '')).toEqual(COMMANDS.map(({ name }) => name));
    expect(offered(script, 'lint', '--max')).toEqual(['--max-errors']);
    expect(offered(script, 'lint', '--dialect', '20')).toEqual(['2020', '2018']);
    expect(offered(script, 'help', 'exit')).toEqual(['exit-codes']);
    expect(offered(script, 'explain', 'META_REGION_O')).toContain('META_REGION_ORDER');
  });

  it('in bash offers files before a letter is typed, and the profiles of the settings', async () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'a.meta'), '');
    const file = { region: 'x', profiles: { test: { instance: 'a' }, prod: { instance: 'b' } } };
    writeFileSync(join(folder.path, 'imagesearch-import.config.json'), JSON.stringify(file));
    const script = await scriptOf('bash');
    const offers = (...typed: string[]) => offeredIn(folder.path, script, ...typed);
    for (const typed of [['lint'], ['report'], ['lint', '--fix'], ['import', '--images']])
      expect(offers(...typed, '')).toContain('a.meta');
    expect(offers('tasks', '--use', '')).toEqual(['test', 'prod']);
  });

  it.each(Object.keys(COMPLETION_SCRIPTS))('in %s has every command and every option', async (shell) => {
    const script = await scriptOf(shell);
    for (const { name, options } of await completionModel({})) {
      expect(script).toContain(name);
      for (const { flag } of options)
        expect(script).toContain(shell === 'fish' ? `-l ${flag.slice(2)}` : flag);
    }
  });

  it('for another shell says which there are', async () => {
    const { code, stdout, stderr } = await runHere(['completion', 'powershell']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('the shell must be one of bash, zsh, fish');
  });
});
