import { Command } from 'commander';
import { expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/command-table.ts';
import { withCommonOptions } from '../../src/cli/frame/common-options.ts';
import { codeBlocks } from './markdown.ts';
import { DOCS, READMES, textOf } from './pages.ts';

/** A command line of a page: what stands for more (`…`) is left out, and so are redirections. */
interface Typed {
  readonly line: string;
  readonly name: string;
  readonly args: readonly string[];
  /** Whether options are left out by `…`. */
  readonly isShortened: boolean;
}

/** What pages set once, in the environment or the file of settings, and do not repeat in each command. */
const SET_ONCE: ReadonlySet<string> = new Set(['region', 'instance']);

/** The words of a line up to what a shell takes for itself, without their quotes. */
function wordsOf(line: string): readonly string[] {
  const [, ...found] = line.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  const end = found.findIndex((word) => /^(?:[|&<>#;]|\d?>)/.test(word));
  return (end < 0 ? found : found.slice(0, end)).map((word) => word.replaceAll(/['"]/g, ''));
}

const commandsOf = (page: string): readonly Typed[] =>
  codeBlocks(textOf(page))
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text }) => text.replaceAll(/\\\n\s*/g, ' ').split('\n'))
    .flatMap(
      (line) => /\bimagesearch-import (?!bullmq\b)[^)]*/.exec(line.replace(/npm install.*/, ''))?.[0] ?? [],
    )
    .map((line) => {
      const words = wordsOf(line);
      const [name = '', ...args] = words.filter((word) => word !== '…');
      return { line, name, args, isShortened: words.includes('…') };
    });

const PAGES = [...READMES, ...DOCS].flatMap((page) =>
  commandsOf(page).map((typed) => [page, typed] as const),
);

test('the pages have command lines', () => {
  expect(PAGES.length).toBeGreaterThan(60);
  expect(new Set(PAGES.map(([, { name }]) => name)).size).toBeGreaterThan(15);
});

test.each(PAGES)(
  '%s has a command line that is understood: $line',
  async (_page, { name, args, isShortened }) => {
    if (name.startsWith('-')) return expect(['--help', '--version']).toContain(name);
    const entry = COMMANDS.find((one) => one.name === name);
    expect(entry?.name).toBe(name);
    if (entry === undefined) return;
    const { options } = (await entry.load()).definition;
    const command = withCommonOptions(options(new Command(name)), entry.ignoresSettings).exitOverride();
    command.configureOutput({ writeErr: () => {} });
    for (const option of command.options)
      if (isShortened || SET_ONCE.has(option.attributeName())) option.mandatory = false;
    const given = args.filter((arg) => arg !== '--help');
    command.arguments('[args...]').action(() => {});
    await command.parseAsync(given, { from: 'user' });
  },
);
