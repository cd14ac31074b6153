import type { CommandEntry } from '../frame/command-entry.ts';
import { ACCOUNT } from './account.ts';

/** The commands that bring data into the gallery, and those that ask it. */
export const GALLERY_COMMANDS: readonly CommandEntry[] = [
  {
    name: 'import',
    args: '[catalogue]',
    group: 'import',
    summary:
      'bring a catalogue and its images into the gallery, every entry accounted for; - reads standard input; without one, what --from lists',
    examples: [
      [
        `imagesearch-import import products.csv --images ./images --to oss://my-bucket/spring --state state ${ACCOUNT}`,
        'an import that the same command continues',
      ],
      [
        `imagesearch-import import products.csv --images ./images --to oss://my-bucket/spring --dry-run ${ACCOUNT}`,
        'what it would do',
      ],
      [
        `imagesearch-import import products.csv --from s3://shop/images --to oss://my-bucket/spring ${ACCOUNT}`,
        'with images of a bucket of S3',
      ],
    ],
    load: () => import('../commands/import.ts'),
  },
  {
    name: 'upload',
    args: '<source> <to>',
    group: 'import',
    summary:
      'upload images to oss://BUCKET/FOLDER, every one checked; <source> is a folder, oss://, s3:// or azure://BUCKET/PREFIX, urls:FILE',
    examples: [
      [
        'imagesearch-import upload ./images oss://my-bucket/spring --region cn-shanghai',
        'the images of a folder',
      ],
      [
        'imagesearch-import upload oss://old-bucket/images oss://my-bucket/spring --region cn-shanghai --max-time 60',
        'from another bucket, for an hour',
      ],
    ],
    load: () => import('../commands/upload.ts'),
  },
  {
    name: 'sync',
    args: '[catalogue]',
    group: 'import',
    summary:
      'make the gallery equal to a catalogue: import what differs, and with --delete-superfluous delete the rest',
    examples: [
      [
        `imagesearch-import sync products.csv --images ./images --to oss://my-bucket/spring --state tonight --dry-run ${ACCOUNT}`,
        'what differs, as a plan',
      ],
      [
        `imagesearch-import sync products.csv --images ./images --to oss://my-bucket/spring --state tonight --delete-superfluous ${ACCOUNT}`,
        'import the difference, and delete what is no longer in the catalogue',
      ],
    ],
    load: () => import('../commands/sync.ts'),
  },
  {
    name: 'undo',
    args: '<state>',
    group: 'import',
    summary: 'undo a sync, by what its state folder keeps of the gallery before',
    examples: [
      [
        `imagesearch-import undo tonight --images ./images --to oss://my-bucket/spring --dry-run ${ACCOUNT}`,
        'what would be restored',
      ],
      [
        `imagesearch-import undo tonight --images ./images --to oss://my-bucket/spring ${ACCOUNT}`,
        'make the gallery what it was',
      ],
    ],
    load: () => import('../commands/undo.ts'),
  },
  {
    name: 'report',
    args: '<state>',
    group: 'import',
    summary: 'write a report of an import from its state folder, over or not; -o - prints it',
    examples: [
      [
        'imagesearch-import report state --output report.html',
        'for people: one file, which opens in any browser',
      ],
      ['imagesearch-import report state --output report.html --lang zh', 'in Chinese'],
    ],
    load: () => import('../commands/report.ts'),
  },
  {
    name: 'worker',
    args: '',
    group: 'import',
    summary: 'prepare shards of an import that has --queue, until Ctrl-C',
    examples: [
      [
        'imagesearch-import worker --queue redis://queue:6379 --state oss://my-bucket/state --region cn-shanghai',
        'for an import whose state is in OSS',
      ],
      [
        'imagesearch-import worker --queue redis://queue:6379 --state /shared/state --shards 2',
        'for one whose state is in a folder that all machines share',
      ],
    ],
    load: () => import('../commands/worker.ts'),
  },
  {
    name: 'imports',
    args: '[folder]',
    group: 'import',
    summary: 'the state folders there: what each is of, how far it has come, and how it goes on',
    examples: [
      ['imagesearch-import imports', 'those in this folder'],
      [
        'imagesearch-import imports --state oss://my-bucket/state --region cn-shanghai',
        'an import of many machines, by its state',
      ],
      [
        'imagesearch-import imports --queue redis://queue:6379 --state oss://my-bucket/state --region cn-shanghai',
        'with its workers',
      ],
    ],
    load: () => import('../commands/imports.ts'),
  },
  {
    name: 'verify',
    args: '<catalogue>',
    group: 'ask',
    summary:
      'compare the gallery with what an import of a catalogue was to make of it; - reads standard input',
    examples: [
      [`imagesearch-import verify products.csv ${ACCOUNT}`, 'by a sample, in ten seconds'],
      [`imagesearch-import verify products.csv --by export ${ACCOUNT}`, 'the whole gallery, by one export'],
    ],
    load: () => import('../commands/verify.ts'),
  },
  {
    name: 'search',
    args: '[picture]',
    group: 'ask',
    summary:
      'what the gallery finds for a picture, an image of its own, a text or a filter; - reads standard input',
    examples: [
      [`imagesearch-import search shoe.jpg ${ACCOUNT}`, 'what looks like a picture'],
      [
        `imagesearch-import search --product-id 1000 --pic-name shoe.jpg ${ACCOUNT}`,
        'like an image of the gallery',
      ],
      [`imagesearch-import search --filter 'int_attr >= 2020' ${ACCOUNT}`, 'by attributes'],
    ],
    load: () => import('../commands/search.ts'),
  },
];
