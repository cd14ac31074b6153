import { Option } from 'commander';
import { MIGRATION_ROUTES } from '../../index.ts';
import { planMigrationCommand } from '../actions/plan-migration.ts';
import { define } from '../frame/definition.ts';
import { amountAboveZero } from '../options/numbers.ts';

export const definition = define(planMigrationCommand, (command) =>
  command
    .requiredOption('--to <address>', 'where it goes: oss://BUCKET/FOLDER')
    .requiredOption('--region <region>', 'of the bucket, such as cn-shanghai')
    .requiredOption('-o, --output <dir>', 'the folder for the plan')
    .requiredOption('--megabits-per-second <n>', 'speed of the line to the bucket', amountAboveZero)
    .option('--days <n>', 'in how many days it should be over (default: 7)', amountAboveZero)
    .option('--megabits-per-machine <n>', 'what one machine moves (default: 200)', amountAboveZero)
    .option(
      '--files-per-second <n>',
      'files that one machine moves in a second (default: 200)',
      amountAboveZero,
    )
    .addOption(
      new Option('--route <route>', 'what to write the files for (default: what fits)').choices(
        MIGRATION_ROUTES,
      ),
    )
    .option('--base-url <url>', 'the folder of images that have no URL, with / at its end')
    .option('--list-prefix <prefix>', 'where the lists of Data Online Migration will lie in their bucket')
    .option('--worker <host...>', 'hosts of a distributed ossimport, the master first')
    .option('--job-name <name>', 'of a distributed ossimport')
    .option('--list-path <path>', 'where http.list lies on the machine of ossimport')
    .option(
      '--dest-domain <host>',
      'host of OSS for ossimport, its destDomain (default: oss-REGION.aliyuncs.com)',
    )
    .option(
      '--any-name',
      'put names into the list of ossimport that have more than letters, digits and -_.~/',
    )
    .option('--job <key=value...>', 'keys of job.cfg')
    .option('--system <key=value...>', 'keys of sys.properties'),
);
