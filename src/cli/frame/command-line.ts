import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CommandLine } from '../../index.ts';
import { masked } from '../output/masked.ts';
import type { SettingOrigin } from '../settings/setting-origin.ts';

interface TypedOption {
  readonly flag: string;
  /** Undefined for an option that takes no value. */
  readonly value: string | undefined;
}

/** Hears of each option of a command while it is parsed, as it is typed. */
export function hearOptions(command: Command): readonly TypedOption[] {
  const heard: TypedOption[] = [];
  for (const option of command.options)
    command.on(`option:${option.name()}`, (value: string | null | undefined) => {
      if (option.long) heard.push({ flag: option.long, value: value ?? undefined });
    });
  return heard;
}

type Part = Exclude<keyof CommandLine, 'state'>;

/** The part of a `CommandLine` that an option is; what is in no list is one of its `options`. Its state an import adds. */
const PARTS: Readonly<Record<Exclude<Part, 'options'> | 'ofOneRun', string>> = {
  source: '--format --encoding --delimiter --include --exclude --since --min-size --max-size',
  columns: '--column --preset --image-separator --allow-product-deletes --follow-links',
  sync: '--by --delete-superfluous --max-deleted-share --most-updates --compare-images --previous',
  ofOneRun: `--state --local-state --lease-ms --queue --queue-name --plan --dry-run --megabits-per-second --max-refused --max-failed
    --report --lang --json --quiet --verbose --use`,
};

const PART_OF = new Map(
  Object.entries(PARTS).flatMap(([part, flags]) => flags.split(/\s+/).map((flag) => [flag, part] as const)),
);

/** What stands for a path in the flags of an option. */
const NAMES_A_PATH = /<(file|dir)>/;

/**
 * The command line that was typed, with what the environment and the file of settings have set: whoever types it again in
 * another folder does the same. Passwords in addresses are masked.
 */
export function commandLineOf(
  { options }: Command,
  heard: readonly TypedOption[],
  settings: readonly SettingOrigin[],
  args: readonly string[],
): CommandLine {
  const set = settings.flatMap(({ flag, value, from }) =>
    (from === 'environment' || from === 'file') && value !== false && value !== null
      ? [{ flag, value: value === true ? undefined : String(value) }]
      : [],
  );
  const parts = { source: args.filter(Boolean).map(placeOf), columns: [], sync: [], options: [] } as {
    [One in Part]: string[];
  };
  for (const { flag, value } of [...heard, ...set]) {
    const part = (PART_OF.get(flag) ?? 'options') as Part | 'ofOneRun';
    if (part === 'ofOneRun') continue;
    const { flags } = options.find(({ long }) => long === flag) ?? { flags: '' };
    const isPlace = NAMES_A_PATH.test(flags) || flag === '--from';
    parts[part].push(flag, ...(value === undefined ? [] : [masked(isPlace ? placeOf(value) : value)]));
  }
  return parts;
}

/** A path as it is from everywhere; an address, and `-` for standard input, as they are. */
function placeOf(given: string): string {
  if (given.startsWith('urls:')) return `urls:${resolve(given.slice('urls:'.length))}`;
  return given === '-' || /^[a-z][a-z\d+.-]+:/i.test(given) ? given : resolve(given);
}
