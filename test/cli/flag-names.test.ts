import { Command } from 'commander';
import { expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/command-table.ts';
import { flagNamer, inMessages } from '../../src/cli/frame/flag-names.ts';

/** What the API says in the course of a command, and what the command says. */
const SAID = [
  ['sync', 'deleteSuperfluous (--delete-superfluous) is not given', '--delete-superfluous is not given'],
  [
    'sync',
    '9 of 10 images are superfluous, and maxDeletedShare (--max-deleted-share) is 0.05',
    '9 of 10 images are superfluous, and --max-deleted-share is 0.05',
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
  ['upload', "'bytesPerSecond' must be above 0", "'--bandwidth-limit' must be above 0"],
  [
    'upload',
    'is read with allowPrivateAddresses: true (--allow-private-addresses) alone',
    'is read with --allow-private-addresses alone',
  ],
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
  [
    'build',
    "if it is that, read it with encoding: 'gb18030' or --encoding gb18030",
    'if it is that, read it with --encoding gb18030',
  ],
  ['import', "Image \"'images'.jpg\" is 'images'", "Image \"'images'.jpg\" is '--images'"],
  [
    'import',
    "7 more were not in time: ask for those with verified: false, such as by GalleryClient.find(), or import with verify 'all' or more verifyMinutes",
    '7 more were not in time: verify asks for them, and so does an import with --verify all or more --verify-minutes',
  ],
  ['upload', "'bytesPerSecond' must be above 0", "'--bandwidth-limit' must be above 0"],
  ['import', "Cannot import as 'run' needs", "Cannot import as '--queue' needs"],
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

it('messages in an object name flags, however deep they are, and data stays', () => {
  const named = (text: string) => text.replace("'maxRefused'", "'--max-refused'");
  const said = "'maxRefused' is 2";
  expect(
    inMessages({ error: { message: said, code: said }, because: [{ message: said }], notes: [said] }, named),
  ).toEqual({
    error: { message: "'--max-refused' is 2", code: said },
    because: [{ message: "'--max-refused' is 2" }],
    notes: ["'--max-refused' is 2"],
  });
});
