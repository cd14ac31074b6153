import type { CommandEntry } from '../frame/command-entry.ts';
import { ACCOUNT } from './account.ts';

/** The commands that come before an import: they check data, and whether all is there. */
export const DATA_COMMANDS: readonly CommandEntry[] = [
  {
    name: 'lint',
    args: '<file>',
    group: 'check',
    summary: 'check an increment.meta; - reads standard input',
    examples: [
      ['imagesearch-import lint increment.meta', 'every problem, with its line'],
      ['imagesearch-import lint broken.meta --fix fixed/increment.meta', 'write the file that was meant'],
    ],
    load: () => import('../commands/lint.ts'),
  },
  {
    name: 'build',
    args: '[catalogue]',
    group: 'check',
    summary: 'write increment.meta from a catalogue, or from what --from lists; - reads standard input',
    examples: [
      [
        'imagesearch-import build products.csv -o increment.meta',
        'from a table whose columns are recognised',
      ],
      [
        'imagesearch-import build products.csv --column Image=image_link -o - | gzip > meta.gz',
        'to standard output',
      ],
    ],
    load: () => import('../commands/build.ts'),
  },
  {
    name: 'preflight',
    args: '[path...]',
    group: 'check',
    summary:
      'check images: files, folders, URLs, oss://BUCKET/PREFIX; - reads their paths from standard input',
    examples: [
      ['imagesearch-import preflight ./images', 'every image of a folder, and what is wrong with it'],
      [
        'imagesearch-import preflight --from s3://shop/images --since 2026-11-01',
        'the new images of a bucket',
      ],
      ['find . -name "*.jpg" | imagesearch-import preflight - --repair fixed', 'repaired copies of some'],
    ],
    load: () => import('../commands/preflight.ts'),
  },
  {
    name: 'doctor',
    args: '',
    group: 'set',
    summary: 'say before an import whether all is there that it needs',
    examples: [
      [
        `imagesearch-import doctor --to oss://my-bucket/spring ${ACCOUNT}`,
        'what an import to this folder would miss',
      ],
      ['imagesearch-import doctor --settings', 'where the value of each setting comes from'],
    ],
    load: () => import('../commands/doctor.ts'),
  },
  {
    name: 'policy',
    args: '',
    group: 'set',
    summary: 'print the least RAM policy that an import needs; creates nothing',
    examples: [
      [
        `imagesearch-import policy --to oss://my-bucket/spring ${ACCOUNT} > policy.json`,
        'for the user who imports',
      ],
      [
        `imagesearch-import policy --for sync,search --to oss://my-bucket/spring ${ACCOUNT}`,
        'who also syncs and searches',
      ],
      [
        `imagesearch-import policy --document trust --to oss://my-bucket/spring ${ACCOUNT}`,
        'for the role of Image Search',
      ],
    ],
    load: () => import('../commands/policy.ts'),
  },
];
