import { Command, Option } from 'commander';
import { RATE_RULES } from '../emulator/index.ts';
import {
  LIMITS_EDITIONS,
  META_DIALECTS,
  META_PROFILES,
  MIGRATION_ROUTES,
  PIC_NAME_BASES,
  ROUTES,
  SERVICE_TYPES,
  VERIFY,
  WHEN_RUNNING,
} from '../index.ts';
import { build } from './build.ts';
import { followLinks, withCatalogue } from './catalogue-options.ts';
import { commanderOutput } from './commander-output.ts';
import { withConnection, withOss } from './connection.ts';
import type { Action, Context } from './context.ts';
import { doctor } from './doctor.ts';
import { emulator } from './emulator.ts';
import { failures } from './failures.ts';
import { importCommand } from './import.ts';
import { withImport } from './import-options.ts';
import { lint } from './lint.ts';
import { migrationResults } from './migration-results.ts';
import { amountAboveZero, count } from './numbers.ts';
import type { Output } from './output.ts';
import { planMigrationCommand } from './plan-migration.ts';
import { POLICY_DOCUMENTS, policy } from './policy.ts';
import { preflight } from './preflight.ts';
import { submit } from './submit.ts';
import { syncCommand, undo } from './sync.ts';
import { withSync } from './sync-options.ts';
import { tasks, watch } from './tasks.ts';
import { upload } from './upload.ts';
import { withUpload } from './upload-options.ts';

/** How a command is run, once its arguments and options are read. */
export type Run = (
  json: boolean,
  command: (context: Context) => ReturnType<Action<readonly [], unknown>>,
) => Promise<void>;

/**
 * Every command with its arguments and options.
 *
 * @param output takes what commander itself has to say
 */
export function createProgram(version: string, output: Output, run: Run): Command {
  const program = new Command('imagesearch-import')
    .description("Gets a product catalogue's images into Alibaba Cloud Image Search")
    .version(version)
    .configureOutput(commanderOutput(output)) // before the commands, which take it over
    .showHelpAfterError('(see --help)')
    .exitOverride();
  const command = <Arguments extends readonly unknown[], Options extends object>(
    usage: string,
    description: string,
    action: Action<Arguments, Options>,
  ): Command =>
    program
      .command(usage)
      .description(description)
      .option('--json', 'print one JSON object per line, and nothing else on standard output')
      .action(async (...all: unknown[]) => {
        const args = all.slice(0, -2).flat(); // before them commander puts the options and the command
        const { json = false, ...options } = all.at(-2) as Options & { readonly json?: boolean };
        // commander knows no types; the usage text above and the action's agree by hand.
        await run(json, (context) =>
          action(context, args as unknown as Arguments, options as unknown as Options),
        );
      });

  command('lint <file>', 'check an increment.meta; - reads standard input', lint)
    .addOption(serviceType().default('product'))
    .addOption(profile())
    .addOption(
      new Option('--dialect <dialect>', 'what the file is written in')
        .choices([...META_DIALECTS])
        .default('current'),
    )
    .option('--max-errors <n>', 'print at most so many errors; with --fix, also changes of each kind', count)
    .option('--no-duplicates', 'do not look for the same image named twice')
    .option('--fix <out>', 'write the file that was meant to <out>, without the lines that stay wrong')
    .option('--encoding <name>', 'with --fix: what the file is written in, such as gbk (default: utf-8)');

  withCatalogue(
    command('build <catalogue>', 'write increment.meta from a catalogue; - reads standard input', build),
  )
    .requiredOption('-o, --output <file>', 'the file to write')
    .addOption(serviceType().default('product'))
    .addOption(profile())
    .option(
      '--max-lines <n>',
      'split into files of at most so many lines: <file> becomes 0001/<file>, 0002/<file>, …',
      count,
    )
    .option('--max-bytes <n>', 'split into files of at most so many bytes', count);

  withOss(
    command('preflight <path...>', 'check images: files, folders, URLs, oss://BUCKET/PREFIX', preflight),
  )
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
    .option('--allow-private-addresses', 'read URLs of private and loopback addresses too');

  withImport(
    withConnection(
      withCatalogue(
        command(
          'import <catalogue>',
          'bring a catalogue and its images into the gallery, every entry accounted for; - reads standard input',
          importCommand,
        ),
      ),
    ),
  );

  withSync(
    withImport(
      withConnection(
        withCatalogue(
          command(
            'sync [catalogue]',
            'make the gallery equal to a catalogue: import what differs, and with --delete-superfluous delete the rest',
            syncCommand,
          ),
        ),
      ),
    ),
  );
  withImport(
    withConnection(
      command('undo <state>', 'undo a sync, by what its state folder keeps of the gallery before', undo),
    ),
  );

  withUpload(
    withOss(
      command(
        'upload <source> <to>',
        'upload the images of a folder or oss://BUCKET/PREFIX to oss://BUCKET/FOLDER, every one checked and accounted for',
        upload,
      ),
    ),
  );

  withTarget(
    withConnection(command('doctor', 'say before an import whether all is there that it needs', doctor)),
  )
    .option('--adds <n>', 'how many images are to be added', count)
    .option(
      '--sts-endpoint <host>',
      'host of STS (default: sts.REGION.aliyuncs.com, and that of --endpoint on this machine)',
    );
  withTarget(command('policy', 'print the least RAM policy that an import needs; creates nothing', policy))
    .requiredOption('--region <region>', 'region of the instance and the bucket, such as cn-shanghai')
    .requiredOption('--instance <name>', "the instance's name, not its id")
    .option('--skip-unchanged', 'for an import with --skip-unchanged, or a dry run')
    .option('--readiness', 'so that doctor can remove what it writes, and ask whether an export is running')
    .option('--account-id <digits>', 'account of the instance (default: *)')
    .option('--all-instances', 'name no instance, for a RAM that cannot tell them apart')
    .addOption(
      new Option(
        '--document <which>',
        "the caller's policy, or for the role by which Image Search reads the bucket its policy or its trust policy",
      )
        .choices([...POLICY_DOCUMENTS])
        .default('caller'),
    );

  withConnection(
    command('submit <address>', 'start a batch task for the increment.meta in oss://BUCKET/FOLDER', submit),
  )
    .addOption(
      new Option('--when-running <what>', 'what to do while another task runs')
        .choices([...WHEN_RUNNING])
        .default('refuse'),
    )
    .option('--callback-address <url>', 'called by the service when the task is over')
    .option('--wait', 'watch it to its end');
  withConnection(command('tasks', 'list the batch tasks of an instance', tasks)).option(
    '--address <address>',
    'only those of oss://BUCKET/FOLDER',
  );
  withConnection(command('watch <id>', 'watch a batch task to its end', watch));
  withConnection(
    command('failures <id>', 'the images that a batch task did not take, and what helps each', failures),
  ).option('--meta <file>', 'the increment.meta of the task: adds the record of each failure');

  withMigration(
    command(
      'plan-migration <list>',
      'say by which route images get into a bucket, and write what it needs; <list> has JSON lines, - reads standard input',
      planMigrationCommand,
    ),
  );
  command(
    'migration-results <plan> <lists>',
    'what became of the images of a plan, by the lists that the mover has left in a folder',
    migrationResults,
  ).addOption(
    new Option('--unreported <what>', 'what an image is that no list names')
      .choices(['failed', 'sent'])
      .default('failed'),
  );

  command('emulator', 'run OSS and Image Search on this machine, until Ctrl-C', emulator)
    .option('--region <region>', 'default: cn-shanghai')
    .option('--instance <name>', 'default: emulated')
    .option('--bucket <name>', 'default: emulated-bucket')
    .addOption(serviceType().default('product'))
    .option('--capacity <n>', 'images that fit into the gallery', count)
    .option('--task-duration-ms <n>', 'how long a batch task runs at least', count)
    .addOption(rates())
    .option('--state <dir>', 'keep objects, gallery and tasks in a folder, for the next time')
    .option('--port <n>', 'of Image Search (default: a free one)', count)
    .option('--oss-port <n>', 'default: a free one', count);
  return program;
}

const withMigration = (command: Command): Command =>
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
    .option('--oss-endpoint <host>', 'destDomain of ossimport')
    .option(
      '--any-name',
      'put names into the list of ossimport that have more than letters, digits and -_.~/',
    )
    .option('--job <key=value...>', 'keys of job.cfg')
    .option('--system <key=value...>', 'keys of sys.properties')
    .addHelpText(
      'after',
      `
Examples:
  imagesearch-import preflight ./images --json | imagesearch-import plan-migration - --to oss://my-bucket/spring \\
    --region cn-shanghai --megabits-per-second 1000 --base-url https://images.shop.example/ -o plan
  imagesearch-import plan-migration list.jsonl --route ossimport --worker 10.0.0.1 10.0.0.2 \\
    --system workingDir=/root/import workerUserName=root privateKeyFile=/root/.ssh/id_rsa …`,
    );

/** The options that say which import is meant. */
const withTarget = (command: Command): Command =>
  command
    .option('--to <address>', 'where it goes: oss://BUCKET/FOLDER; not needed for --route direct')
    .addOption(
      new Option('--route <route>', 'how it goes, as of import').choices([...ROUTES]).default('batch'),
    )
    .addOption(
      new Option('--pic-name-base <base>', 'what PicName is relative to')
        .choices([...PIC_NAME_BASES])
        .default('folder'),
    )
    .addOption(
      new Option('--verify <how>', 'how the import asks the gallery').choices([...VERIFY]).default('sample'),
    );

const serviceType = () =>
  new Option('--service-type <type>', 'kind of the instance').choices([...SERVICE_TYPES]);

const rates = () =>
  new Option('--rates <rule>', 'whether calls that come too fast are refused')
    .choices([...RATE_RULES])
    .default('documented');

const profile = () =>
  new Option('--profile <profile>', 'which limit counts where documents disagree')
    .choices([...META_PROFILES])
    .default('documented');
