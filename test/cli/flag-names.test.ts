import { Command } from 'commander';
import { expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/command-table.ts';
import { flagNamer } from '../../src/cli/frame/flag-names.ts';

/** What the API says in the course of a command, and what the command says. */
const SAID = [
  ['sync', "'deleteSuperfluous' is not given", "'--delete-superfluous' is not given"],
  [
    'sync',
    "9 of 10 images are superfluous, and 'maxDeletedShare' is 0.05",
    "9 of 10 images are superfluous, and '--max-deleted-share' is 0.05",
  ],
  [
    'import',
    "3 of 4 entries were refused, and 'maxRefused' is 2",
    "3 of 4 entries were refused, and '--max-refused' is 2",
  ],
  [
    'worker',
    "'queue' must be a name, and 'connection' a URL",
    "'--queue-name' must be a name, and '--queue' a URL",
  ],
  ['import', "leave out 'run', or give the images", "leave out '--queue', or give the images"],
  ['doctor', '(\'picNameBase\' is "folder")', '(\'--pic-name-base\' is "folder")'],
  ['doctor', 'Say the type (serviceType, --service-type)', 'Say the type (--service-type)'],
  [
    'policy',
    'allow it on every instance: allInstances (--all-instances)',
    'allow it on every instance: --all-instances',
  ],
  [
    'build',
    'Say so with columns: { image: "pic" }, on the command line --column Image=pic',
    'Say so with --column Image=pic',
  ],
  ['import', 'say what it is: give its format (csv)', 'say what it is: give --format (csv)'],
  ['search', 'it is a folder; name a file, or hand in the bytes', 'it is a folder; name a file'],
  [
    'lint',
    "what is no option of the command: 'maxRefused'",
    "what is no option of the command: 'maxRefused'",
  ],
] as const;

it.each(SAID)('a message of %s names flags where the API names options: %s', async (name, said, shown) => {
  const entry = COMMANDS.find((command) => command.name === name);
  const { definition } = (await entry?.load()) ?? {};
  const command = definition?.options(new Command(name)) ?? new Command(name);
  expect(flagNamer(command)(said)).toBe(shown);
});
