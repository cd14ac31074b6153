import { Command, Option } from 'commander';
import { RATE_RULES } from '../emulator/index.ts';
import {
  LIMITS_EDITIONS,
  META_DIALECTS,
  META_PROFILES,
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
import { imports } from './imports.ts';
import { lint } from './lint.ts';
import { atLeastOne, count } from './numbers.ts';
import type { Output } from './output.ts';
import { POLICY_DOCUMENTS, policy } from './policy.ts';
import { preflight } from './preflight.ts';
import { withQueue } from './queue-options.ts';
import { submit } from './submit.ts';
import { tasks, watch } from './tasks.ts';
import { worker } from './worker.ts';

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

  withOss(withQueue(command('worker', 'prepare shards of an import that has --queue, until Ctrl-C', worker)))
    .option('--images <dir>', 'the folder of images on this machine (default: the path that the import has)')
    .option('--concurrency <n>', 'images of a shard in work at once', atLeastOne, 8)
    .option('--shards <n>', 'shards in work at once', atLeastOne, 1)
    .option('--lock-ms <n>', 'a worker that is silent for so long is taken for dead', atLeastOne, 30_000)
    .option(
      '--tries <n>',
      'workers that may be lost at the same entries until these are refused',
      atLeastOne,
      3,
    )
    .option('--name <name>', 'of this worker in lists and messages (default: host and process)')
    .option('--allow-private-addresses', 'read URLs of private and loopback addresses too');
  withOss(withQueue(command('imports', 'say how far an import has come, and who works on it', imports)));

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
    .addOption(
      new Option('--verify <how>', 'how the import asks the gallery').choices([...VERIFY]).default('sample'),
    )
    .option('--readiness', 'so that doctor can remove the object that it writes')
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
