import { Option } from 'commander';
import { LIMITS_EDITIONS } from '../../index.ts';
import { preflight } from '../actions/preflight.ts';
import { define } from '../frame/definition.ts';
import { followLinks } from '../options/catalogue-options.ts';
import { withOssAlone } from '../options/connection.ts';
import { withFrom } from '../options/from-options.ts';
import { count } from '../options/numbers.ts';
import { withReport } from '../options/report-options.ts';
import { serviceType } from '../options/shared-options.ts';
import { withSourceFilter } from '../options/source-filter.ts';

export const definition = define(preflight, (command) =>
  withSourceFilter(withFrom(withReport(withOssAlone(command))))
    .addOption(serviceType().default('product'))
    .addOption(
      new Option('--limits <edition>', 'which edition of the limits applies')
        .choices(LIMITS_EDITIONS)
        .default('current'),
    )
    .option('--megabits-per-second <n>', 'warn of images that take more than 5 s at this speed', count)
    .addOption(followLinks())
    .option('--repair <dir>', 'write repaired copies of images that need it; takes sharp')
    .option('--concurrency <n>', 'images in work at once', count, 8)
    .option('--region <region>', 'of the bucket, for oss:// addresses')
    .option('--detect-truncation', 'look for the end of every image, also where that takes another request')
    .option(
      '--decode',
      'decode the pixels of what passes, which finds damage that no header shows; takes sharp',
    )
    .option('--strict-ends', 'refuse a JPEG without its end marker, also where its picture is whole')
    .option('--allow-private-addresses', 'read URLs of private and loopback addresses too'),
);
