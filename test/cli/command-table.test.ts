import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/command-table.ts';
import { COMMAND_GROUPS } from '../../src/cli/frame/command-entry.ts';
import { withCommonOptions } from '../../src/cli/frame/common-options.ts';
import { isSetting, SETTINGS, variableOf } from '../../src/cli/settings/setting-table.ts';
import { runHere } from './run-here.ts';

const NAMES = COMMANDS.map(({ name }) => name);

const commandOf = async ({ name, args, load }: (typeof COMMANDS)[number]) =>
  withCommonOptions((await load()).definition.options(new Command(`${name}`).arguments(args)));

describe('the table of commands', () => {
  it('has each name once, and a group that help shows', () => {
    expect(new Set(NAMES).size).toBe(NAMES.length);
    for (const { group } of COMMANDS) expect(Object.keys(COMMAND_GROUPS)).toContain(group);
  });

  it.each(COMMANDS.map((entry) => [entry.name, entry] as const))(
    '%s has two examples whose options it knows',
    async (name, entry) => {
      const command = await commandOf(entry);
      expect(entry.examples.length).toBeGreaterThanOrEqual(2);
      for (const [line, purpose] of entry.examples) {
        expect(purpose).not.toBe('');
        const part =
          line.split('|').find((one) => new RegExp(`imagesearch-import ${name}\\b`).test(one)) ?? '';
        expect(part, line).not.toBe('');
        const flags = part.match(/(?<= )--?[a-z][a-z-]*/g) ?? [];
        for (const flag of flags)
          expect(
            command.options.some(({ long, short }) => [long, short].includes(flag)),
            `${line}: ${flag}`,
          ).toBe(true);
      }
    },
  );

  it('has for every setting a command whose option it sets', async () => {
    const commands = await Promise.all(
      COMMANDS.filter(({ ignoresSettings }) => !ignoresSettings).map(commandOf),
    );
    const set = commands.flatMap(({ options }) =>
      options.map((option) => option.attributeName()).filter(isSetting),
    );
    expect(new Set(set)).toEqual(new Set(Object.keys(SETTINGS)));
  });
});

describe('help', () => {
  it.each([['--help'], ['-h'], ['help']])('%s lists every command', async (...args) => {
    const { code, stdout, stderr } = await runHere(args);
    expect([code, stderr]).toEqual([0, '']);
    for (const name of NAMES) expect(stdout).toMatch(new RegExp(`^ {2}${name} +\\S`, 'm'));
  });

  it('goes to standard error, with the code of wrong usage, when no command is typed', async () => {
    const { code, stdout, stderr } = await runHere([]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Usage: imagesearch-import COMMAND');
  });

  it.each(NAMES)('%s --help has its options by groups, its examples and the exit codes', async (name) => {
    const [help, same] = await Promise.all([runHere([name, '--help']), runHere(['help', name])]);
    expect(help).toEqual(same);
    expect([help.code, help.stderr]).toEqual([0, '']);
    const at = ['Usage:', '\nOutput:\n', '--json', '--help', '\nExamples:\n', '\nExit codes:'].map((text) =>
      help.stdout.indexOf(text),
    );
    expect(at).toEqual(at.toSorted((one, other) => one - other));
    expect(at).not.toContain(-1);
  });

  it.each(COMMANDS.filter(({ ignoresSettings }) => !ignoresSettings))(
    '$name --help names the variable of each option that has one',
    async (entry) => {
      const { stdout } = await runHere([entry.name, '--help']);
      for (const option of (await commandOf(entry)).options)
        if (isSetting(option.attributeName()))
          expect(stdout.replace(/\s+/g, ' ')).toContain(`(env: ${variableOf(option.attributeName())})`);
      expect(stdout).toMatch(/130 interrupted, 141 the reader/);
      expect(stdout.includes('4 its time or bytes')).toBe(entry.name === 'upload');
    },
  );

  it('is one object with --json', async () => {
    const { stdout } = await runHere(['lint', '--help', '--json']);
    for (const line of stdout.trim().split('\n')) expect(Object.keys(JSON.parse(line))).toEqual(['help']);
  });

  it('--version says the version of the package and of Node', async () => {
    const { code, stdout } = await runHere(['--version']);
    expect([code, stdout]).toEqual([0, `imagesearch-import 1.2.3, Node.js ${process.versions.node}\n`]);
  });

  it.each([
    ['topics', 'settings'],
    ['meta', '"OperationType":"ADD"'],
    ['codes', 'imagesearch-import explain'],
    ['credentials', 'ALIBABA_CLOUD_ACCESS_KEY_ID'],
    ['settings', 'IMAGESEARCH_OSS_ENDPOINT'],
    ['exit-codes', '130'],
    ['json', '--json'],
  ])('help %s explains it', async (topic, text) => {
    const { code, stdout } = await runHere(['help', topic]);
    expect(code).toBe(0);
    expect(stdout).toContain(text);
  });
});
