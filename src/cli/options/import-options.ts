import { type Command, Option } from 'commander';
import {
  LIMITS_EDITIONS,
  META_PROFILES,
  type MetaProfile,
  PIC_NAME_BASES,
  ROUTES,
  SERVICE_TYPES,
  type ServiceType,
  VERIFY,
} from '../../index.ts';
import type { CatalogueCommandOptions } from './catalogue-options.ts';
import { type ConnectionOptions, ossTimeout } from './connection.ts';
import { type FromOptions, withFrom } from './from-options.ts';
import { amount, amountAboveZero, atLeastOne, count, countOrShare } from './numbers.ts';
import type { ReportCommandOptions } from './report-options.ts';

export interface ImportCommandOptions
  extends ConnectionOptions,
    FromOptions,
    CatalogueCommandOptions,
    ReportCommandOptions {
  readonly region: string;
  readonly images?: string | undefined;
  readonly to?: string | undefined;
  readonly route: (typeof ROUTES)[number];
  readonly serviceType?: ServiceType | undefined;
  readonly profile: MetaProfile;
  readonly picNameBase: (typeof PIC_NAME_BASES)[number];
  readonly state?: string | undefined;
  readonly linesPerTask: number;
  readonly concurrency: number;
  readonly retries: number;
  readonly repair?: boolean | undefined;
  readonly limits: (typeof LIMITS_EDITIONS)[number];
  readonly skipUnchanged?: boolean | undefined;
  readonly patienceMs: number;
  readonly maxRefused?: number | undefined;
  readonly maxFailed?: number | undefined;
  readonly dryRun?: boolean | undefined;
  readonly megabitsPerSecond: number;
  readonly allowPrivateAddresses?: boolean | undefined;
  readonly readTimeoutMs?: number | undefined;
  readonly verify: (typeof VERIFY)[number];
  readonly verifyMinutes: number;
}

/** Adds the options of an import, beside those of its catalogue and its connection. */
export const withImport = (command: Command): Command =>
  withFrom(command)
    .option(
      '--images <dir>',
      'the folder that the images lie in; URLs and oss:// addresses need none (default: the current folder)',
    )
    .option(
      '--to <address>',
      'where images and increment.meta go: oss://BUCKET/FOLDER; not needed for --route direct',
    )
    .addOption(
      new Option(
        '--route <route>',
        'images go through the bucket and batch tasks, as calls of their own, or by what takes less time',
      )
        .choices([...ROUTES])
        .default('batch'),
    )
    .addOption(
      new Option('--service-type <type>', 'kind of the instance (default: what the instance says)').choices([
        ...SERVICE_TYPES,
      ]),
    )
    .addOption(
      new Option('--profile <profile>', 'which limit counts where documents disagree')
        .choices([...META_PROFILES])
        .default('documented'),
    )
    .addOption(
      new Option('--pic-name-base <base>', 'what PicName is relative to')
        .choices([...PIC_NAME_BASES])
        .default('folder'),
    )
    .option(
      '--state <place>',
      'keep what was done in a folder, or in oss://BUCKET/PREFIX: the same command continues an import that was ended',
    )
    .option('--dry-run', 'check everything, write nothing at the services, and say what an import would do')
    .option(
      '--megabits-per-second <n>',
      'the speed of the line that --dry-run assumes for uploads',
      amountAboveZero,
      10,
    )
    .option('--lines-per-task <n>', 'entries of one batch task', atLeastOne, 10_000)
    .option('--concurrency <n>', 'images in work at once', atLeastOne, 8)
    .option(
      '--retries <n>',
      'how often an entry is imported again that failed for a passing reason',
      count,
      1,
    )
    .option('--repair', 'repair images that break a rule before they are uploaded; takes sharp')
    .addOption(
      new Option('--limits <edition>', 'which edition of the limits of images applies')
        .choices(LIMITS_EDITIONS)
        .default('current'),
    )
    .option('--skip-unchanged', 'do not send images that the bucket holds already with the same content')
    .option('--patience-ms <n>', 'how long to wait for a service that is away, each time', count, 600_000)
    .option(
      '--max-refused <n>',
      'end when more entries are refused: a number, or a share such as 5% (default: no limit)',
      countOrShare,
    )
    .option(
      '--max-failed <n>',
      'end when more entries have failed: a number, or a share such as 5% (default: no limit)',
      countOrShare,
    )
    .option('--allow-private-addresses', 'read URLs of private and loopback addresses too')
    .option('--read-timeout-ms <n>', 'time allowed to one call of Image Search (default: 20000)', count)
    .addOption(ossTimeout())
    .addOption(
      new Option('--verify <how>', 'how many images to ask the gallery for in the end')
        .choices([...VERIFY])
        .default('sample'),
    )
    .option('--verify-minutes <n>', 'how long to ask on in all, once an image is missing', amount, 10);
