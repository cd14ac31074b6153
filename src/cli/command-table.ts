import type { CommandEntry } from './frame/command-entry.ts';

const ACCOUNT = '--region cn-shanghai --instance my-instance';

/** Every command. Help, completion, did-you-mean and the tests go by this table; a new command is a row and a file. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'lint',
    args: '<file>',
    group: 'check',
    summary: 'check an increment.meta; - reads standard input',
    examples: [
      ['imagesearch-import lint increment.meta', 'every problem, with its line'],
      ['imagesearch-import lint broken.meta --fix fixed/increment.meta', 'write the file that was meant'],
    ],
    load: () => import('./commands/lint.ts'),
  },
  {
    name: 'build',
    args: '<catalogue>',
    group: 'check',
    summary: 'write increment.meta from a catalogue; - reads standard input',
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
    load: () => import('./commands/build.ts'),
  },
  {
    name: 'preflight',
    args: '<path...>',
    group: 'check',
    summary:
      'check images: files, folders, URLs, oss://BUCKET/PREFIX; - reads their paths from standard input',
    examples: [
      ['imagesearch-import preflight ./images', 'every image of a folder, and what is wrong with it'],
      ['find . -name "*.jpg" | imagesearch-import preflight - --repair fixed', 'repaired copies of some'],
    ],
    load: () => import('./commands/preflight.ts'),
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
    load: () => import('./commands/doctor.ts'),
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
        `imagesearch-import policy --document trust --to oss://my-bucket/spring ${ACCOUNT}`,
        'for the role of Image Search',
      ],
    ],
    load: () => import('./commands/policy.ts'),
  },
  {
    name: 'import',
    args: '<catalogue>',
    group: 'import',
    summary:
      'bring a catalogue and its images into the gallery, every entry accounted for; - reads standard input',
    examples: [
      [
        `imagesearch-import import products.csv --images ./images --to oss://my-bucket/spring --state state ${ACCOUNT}`,
        'an import that the same command continues',
      ],
      [
        `imagesearch-import import products.csv --images ./images --to oss://my-bucket/spring --dry-run ${ACCOUNT}`,
        'what it would do',
      ],
    ],
    load: () => import('./commands/import.ts'),
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
    load: () => import('./commands/upload.ts'),
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
    load: () => import('./commands/sync.ts'),
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
    load: () => import('./commands/undo.ts'),
  },
  {
    name: 'report',
    args: '<state>',
    group: 'import',
    summary: 'write a report of an import from its state folder, over or not',
    examples: [
      [
        'imagesearch-import report state --out report.html',
        'for people: one file, which opens in any browser',
      ],
      ['imagesearch-import report state --out report.html --lang zh', 'in Chinese'],
    ],
    load: () => import('./commands/report.ts'),
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
    load: () => import('./commands/worker.ts'),
  },
  {
    name: 'imports',
    args: '',
    group: 'import',
    summary: 'say how far an import has come, and who works on it',
    examples: [
      ['imagesearch-import imports --state oss://my-bucket/state --region cn-shanghai', 'by its state alone'],
      [
        'imagesearch-import imports --queue redis://queue:6379 --state oss://my-bucket/state --region cn-shanghai',
        'with its workers',
      ],
    ],
    load: () => import('./commands/imports.ts'),
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
    load: () => import('./commands/verify.ts'),
  },
  {
    name: 'search',
    args: '[picture]',
    group: 'ask',
    summary: 'what the gallery finds for a picture, an image of its own, a text or a filter',
    examples: [
      [`imagesearch-import search shoe.jpg ${ACCOUNT}`, 'what looks like a picture'],
      [
        `imagesearch-import search --product-id 1000 --pic-name shoe.jpg ${ACCOUNT}`,
        'like an image of the gallery',
      ],
      [`imagesearch-import search --filter 'int_attr >= 2020' ${ACCOUNT}`, 'by attributes'],
    ],
    load: () => import('./commands/search.ts'),
  },
  {
    name: 'submit',
    args: '<address>',
    group: 'tasks',
    summary: 'start a batch task for the increment.meta in oss://BUCKET/FOLDER',
    examples: [
      [`imagesearch-import submit oss://my-bucket/spring --wait ${ACCOUNT}`, 'and watch it to its end'],
      [
        `imagesearch-import submit oss://my-bucket/spring --when-running wait ${ACCOUNT}`,
        'once no other task runs',
      ],
    ],
    load: () => import('./commands/submit.ts'),
  },
  {
    name: 'tasks',
    args: '',
    group: 'tasks',
    summary: 'list the batch tasks of an instance',
    examples: [
      [`imagesearch-import tasks ${ACCOUNT}`, 'all that the service knows'],
      [
        `imagesearch-import tasks --address oss://my-bucket/spring --json ${ACCOUNT}`,
        'those of a folder, for a program',
      ],
    ],
    load: () => import('./commands/tasks.ts'),
  },
  {
    name: 'watch',
    args: '<id>',
    group: 'tasks',
    summary: 'watch a batch task to its end',
    examples: [
      [`imagesearch-import watch 1234 ${ACCOUNT}`, 'until it is over'],
      [`imagesearch-import watch 1234 --json ${ACCOUNT}`, 'each change as a line for a program'],
    ],
    load: () => import('./commands/watch.ts'),
  },
  {
    name: 'failures',
    args: '<id>',
    group: 'tasks',
    summary: 'the images that a batch task did not take, and what helps each',
    examples: [
      [`imagesearch-import failures 1234 ${ACCOUNT}`, 'each image with its code and remedy'],
      [`imagesearch-import failures 1234 --meta increment.meta --json ${ACCOUNT}`, 'with the record of each'],
    ],
    load: () => import('./commands/failures.ts'),
  },
  {
    name: 'plan-migration',
    args: '<list>',
    group: 'move',
    summary:
      'say by which route images get into a bucket, and write what it needs; <list> has JSON lines, - reads standard input',
    examples: [
      [
        'imagesearch-import preflight ./images --json | imagesearch-import plan-migration - --to oss://my-bucket/spring --region cn-shanghai --megabits-per-second 1000 --base-url https://images.shop.example/ -o plan',
        'for the images of a folder that is behind a URL',
      ],
      [
        'imagesearch-import plan-migration list.jsonl --route ossimport --worker 10.0.0.1 10.0.0.2 --system workingDir=/root/import workerUserName=root privateKeyFile=/root/.ssh/id_rsa …',
        'for a distributed ossimport',
      ],
    ],
    load: () => import('./commands/plan-migration.ts'),
  },
  {
    name: 'migration-results',
    args: '<plan> <lists>',
    group: 'move',
    summary: 'what became of the images of a plan, by the lists that the mover has left in a folder',
    examples: [
      ['imagesearch-import migration-results plan lists', 'which images have arrived'],
      [
        'imagesearch-import migration-results plan lists --unreported sent',
        'where a mover names failures alone',
      ],
    ],
    load: () => import('./commands/migration-results.ts'),
  },
  {
    name: 'emulator',
    args: '',
    group: 'other',
    summary: 'run OSS and Image Search on this machine, until Ctrl-C',
    examples: [
      ['imagesearch-import emulator', 'at free ports, which it prints'],
      [
        'imagesearch-import emulator --port 8080 --oss-port 8081 --state emulator-state',
        'with a memory of its own',
      ],
    ],
    ignoresSettings: true,
    load: () => import('./commands/emulator.ts'),
  },
  {
    name: 'help',
    args: '[topic]',
    group: 'other',
    summary: 'explain a command or a topic, such as settings; help topics lists them',
    examples: [
      ['imagesearch-import help import', 'the options and examples of a command'],
      ['imagesearch-import help settings', 'options from the environment and from a file'],
    ],
    ignoresSettings: true,
    load: () => import('./commands/help.ts'),
  },
  {
    name: 'explain',
    args: '<code...>',
    group: 'other',
    summary: 'say what a code means, where the rule is from, and what to do',
    examples: [
      ['imagesearch-import explain META_REGION_ORDER', 'a rule, with a good and a bad example'],
      ['imagesearch-import explain NoSuchBucket TASK_RUNNING', 'codes of a service and of ours'],
    ],
    ignoresSettings: true,
    load: () => import('./commands/explain.ts'),
  },
  {
    name: 'completion',
    args: '<shell>',
    group: 'other',
    summary: 'print the script by which bash, zsh or fish completes commands, options and values',
    examples: [
      ['source <(imagesearch-import completion bash)', 'in ~/.bashrc; zsh takes the same with zsh'],
      ['imagesearch-import completion fish > ~/.config/fish/completions/imagesearch-import.fish', 'for fish'],
    ],
    ignoresSettings: true,
    load: () => import('./commands/completion.ts'),
  },
];
