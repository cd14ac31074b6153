import { type Command, Option } from 'commander';
import { KEY_LAYOUTS, LIMITS_EDITIONS, SERVICE_TYPES, type ServiceType } from '../../index.ts';
import { amountAboveZero, atLeastOne, bytesAboveZero, count } from './numbers.ts';
import type { SourceFilterOptions } from './source-filter.ts';
import type { SourceCommandOptions } from './source-options.ts';

export interface UploadCommandOptions extends SourceCommandOptions, SourceFilterOptions {
  readonly region: string;
  readonly keys: (typeof KEY_LAYOUTS)[number];
  readonly state?: string | undefined;
  readonly concurrency: number;
  readonly serviceType: ServiceType;
  readonly limits: (typeof LIMITS_EDITIONS)[number];
  readonly repair?: boolean | undefined;
  readonly skipUnchanged?: boolean | undefined;
  readonly putIfAbsent?: boolean | undefined;
  readonly bandwidthLimit?: number | undefined;
  readonly maxTime?: number | undefined;
  readonly maxBytes?: number | undefined;
  readonly dryRun?: boolean | undefined;
  readonly megabitsPerSecond: number;
  readonly patienceMs: number;
}

/** Adds the options of an upload, beside those that say where OSS is. */
export const withUpload = (command: Command): Command =>
  command
    .requiredOption('--region <region>', 'region of the bucket, such as cn-shanghai')
    .addOption(
      new Option('--keys <layout>', 'keys as the paths of the source, or spread by a hash in front')
        .choices(KEY_LAYOUTS)
        .default('paths'),
    )
    .option(
      '--state <dir>',
      'keep what was done in a folder: the same command continues, or, when it was over, sends what is new or failed',
    )
    .option('--concurrency <n>', 'images in work at once', atLeastOne, 8)
    .addOption(
      new Option('--service-type <type>', 'kind of the instance that the images are for')
        .choices([...SERVICE_TYPES])
        .default('product'),
    )
    .addOption(
      new Option('--limits <edition>', 'which edition of the limits of images applies')
        .choices(LIMITS_EDITIONS)
        .default('current'),
    )
    .option('--repair', 'repair images that break a rule before they are uploaded; takes sharp')
    .option('--skip-unchanged', 'do not send images that the bucket holds already with the same content')
    .option('--put-if-absent', 'overwrite no object: refuse an image whose key has other content')
    .option(
      '--bandwidth-limit <bytes>',
      'send so many bytes a second at most on average, such as 2MB',
      bytesAboveZero,
    )
    .option(
      '--max-time <minutes>',
      'end after so many minutes, to be continued; exit code 4 if images are left',
      amountAboveZero,
    )
    .option(
      '--max-bytes <bytes>',
      'end once so many bytes are sent, such as 10GB, to be continued; exit code 4 if images are left',
      bytesAboveZero,
    )
    .option('--dry-run', 'check everything, write nothing, and say what an upload would do')
    .option(
      '--megabits-per-second <n>',
      'the speed of the line that --dry-run assumes for uploads',
      amountAboveZero,
      10,
    )
    .option('--allow-private-addresses', 'read URLs of private and loopback addresses too')
    .option('--patience-ms <n>', 'how long to wait for a service that is away, each time', count, 600_000);
