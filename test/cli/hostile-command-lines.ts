import { join } from 'node:path';
import { at, emulator, folder, NAME, ossAt, taskWithFailures } from './hostile-bed.ts';
import { HOSTILE } from './hostile-text.ts';
import { connectionOf } from './run-cli.ts';

/** `unseen`: what is hostile is not repeated, or was cut off the words of a service. */
type Row = [name: string, args: () => readonly string[], seen?: 'unseen'];

const TO = ['--to', 'oss://bucket/x'];
const ACCOUNT = ['--region', 'cn-shanghai', '--instance', 'emulated'];

const importArgs = (catalogue: string, more: readonly string[] = []) => [
  ...['import', catalogue, '--images', join(folder, 'images'), '--to', `oss://${emulator.bucketName}/in`],
  ...[...connectionOf(emulator), '--verify', 'no', ...more],
];

const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  lint: ['file'],
  build: ['catalogue', '-o', 'out'],
  preflight: ['path'],
  import: ['catalogue', '--images', 'x', '--to', 'oss://bucket/x', ...ACCOUNT],
  submit: ['oss://bucket/folder', ...ACCOUNT],
  tasks: ACCOUNT,
  watch: ['1', ...ACCOUNT],
  failures: ['1', ...ACCOUNT],
  emulator: [],
  report: ['state', '--output', 'report.html'],
  doctor: [...TO, ...ACCOUNT],
  policy: [...TO, ...ACCOUNT],
  upload: ['folder', 'oss://bucket/folder', '--region', 'cn-shanghai'],
};

/** What commander refuses itself, for each command. */
const refusedByCommander = Object.entries(COMMANDS).flatMap(([command, args]): Row[] => [
  [`${command} with an unknown option`, () => [command, ...args, `--${HOSTILE}`]],
  [`${command} with an argument too many`, () => [command, ...args, HOSTILE, HOSTILE], 'unseen'],
  [
    `${command} with an option that is nearly right`,
    () => [command, ...args, `--jso\u001bn\n(Did you mean --FORGED?)`],
  ],
]);

/** What has a fixed set of values, or a form. */
const options: Row[] = [
  ...(['service-type', 'profile', 'dialect', 'max-errors'] as const).map(
    (name): Row => [`lint --${name}`, () => ['lint', 'x', `--${name}`, HOSTILE]],
  ),
  ...(
    [
      ...[
        'format',
        'encoding',
        'delimiter',
        'column',
        'preset',
        'image-separator',
        'service-type',
        'profile',
      ],
      ...['max-lines', 'max-bytes'],
    ] as const
  ).map((name): Row => [`build --${name}`, () => ['build', 'x', '-o', 'y', `--${name}`, HOSTILE]]),
  ...(['limits', 'concurrency', 'megabits-per-second', 'service-type'] as const).map(
    (name): Row => [`preflight --${name}`, () => ['preflight', 'x', `--${name}`, HOSTILE]],
  ),
  ...(
    [
      ...['network', 'oss-network', 'verify', 'verify-minutes', 'max-refused', 'max-failed', 'retries'],
      ...['patience-ms', 'pic-name-base', 'limits', 'lines-per-task', 'concurrency', 'read-timeout-ms'],
    ] as const
  ).map((name): Row => [`import --${name}`, () => importArgs('x', [`--${name}`, HOSTILE])]),
  ...(['adds', 'route', 'pic-name-base', 'sts-endpoint', 'to'] as const).map(
    (name): Row => [`doctor --${name}`, () => ['doctor', ...ACCOUNT, ...TO, `--${name}`, HOSTILE]],
  ),
  ...(['to', 'route', 'pic-name-base', 'account-id', 'document', 'instance', 'region'] as const).map(
    (name): Row => [`policy --${name}`, () => ['policy', ...ACCOUNT, ...TO, `--${name}`, HOSTILE]],
  ),
  ...(['keys', 'limits', 'concurrency', 'bandwidth-limit', 'max-time', 'max-bytes', 'region'] as const).map(
    (name): Row => [
      `upload --${name}`,
      () => ['upload', folder, 'oss://bucket/folder', '--region', 'cn-shanghai', `--${name}`, HOSTILE],
    ],
  ),
  ...(['rates', 'capacity', 'port', 'task-duration-ms'] as const).map(
    (name): Row => [`emulator --${name}`, () => ['emulator', `--${name}`, HOSTILE]],
  ),
];

export const HOSTILE_COMMANDS: Row[] = [
  ['an unknown command', () => [HOSTILE]],
  ['an unknown command with a suggestion of its own', () => [`lin\u001b\n(Did you mean FORGED?)`]],
  ['an unknown option before the command', () => [`--${HOSTILE}`]],
  ['help for a command that there is not', () => ['help', HOSTILE], 'unseen'],
  ...refusedByCommander,
  ...options,

  ['lint of a file that there is not', () => ['lint', join(folder, `${NAME}x`)]],
  ['lint of a folder', () => ['lint', join(folder, NAME)]],
  ['lint of a file with such a name', () => ['lint', join(folder, `${NAME}.meta`)]],
  ['lint of such content', () => ['lint', join(folder, 'increment.meta')]],
  [
    'lint of such content in the form of 2018',
    () => ['lint', join(folder, 'increment.meta'), '--dialect', '2018'],
  ],
  ['lint --fix', () => ['lint', join(folder, 'increment.meta'), '--fix', join(folder, `${NAME}.fixed`)]],
  ['lint --fix into a folder', () => ['lint', join(folder, 'increment.meta'), '--fix', join(folder, NAME)]],
  [
    'lint --fix from an encoding that there is not',
    () => ['lint', join(folder, 'increment.meta'), '--fix', join(folder, 'x'), '--encoding', HOSTILE],
  ],

  ['build of a file that there is not', () => ['build', join(folder, `${NAME}x`), '-o', join(folder, 'out')]],
  ['build with such names', () => ['build', join(folder, `${NAME}.csv`), '-o', join(folder, `${NAME}.out`)]],
  ['build with such cells', () => ['build', join(folder, 'cells.csv'), '-o', join(folder, `${NAME}.out`)]],
  ['build with such keys', () => ['build', join(folder, 'keys.jsonl'), '-o', join(folder, `${NAME}.out`)]],
  [
    'build of broken lines',
    () => ['build', join(folder, 'broken.jsonl'), '-o', join(folder, `${NAME}.out`)],
    'unseen',
  ],
  ['build of a folder', () => ['build', join(folder, 'images'), '-o', join(folder, `${NAME}.out`)]],
  [
    'build of an increment.meta',
    () => ['build', join(folder, 'increment.meta'), '-o', join(folder, `${NAME}.out`)],
  ],
  [
    'build with an unknown column',
    () => ['build', join(folder, 'cells.csv'), '-o', join(folder, 'out'), '--column', `Image=${HOSTILE}`],
  ],
  [
    'build with a glob',
    () => ['build', join(folder, 'images'), '-o', join(folder, `${NAME}.out`), '--exclude', HOSTILE],
  ],
  [
    'build into a path of files',
    () => ['build', join(folder, 'twice.csv'), '-o', join(folder, `${NAME}.csv`, 'out')],
  ],

  ['preflight of a file that there is not', () => ['preflight', join(folder, `${NAME}x`)]],
  ['preflight of a file with such a name', () => ['preflight', join(folder, 'images', `${NAME}.jpg`)]],
  ['preflight of a folder', () => ['preflight', join(folder, 'images')]],
  ['preflight of an empty folder', () => ['preflight', join(folder, NAME)]],
  [
    'preflight --repair',
    () => ['preflight', join(folder, 'images'), '--repair', join(folder, `${NAME}.repaired`)],
  ],
  ['preflight of a URL', () => ['preflight', `http://127.0.0.1:1/${HOSTILE}.jpg`], 'unseen'],
  ['preflight of a URL without a host', () => ['preflight', `http://${HOSTILE}`]],
  ['preflight of a URL to be repaired', () => ['preflight', `http://a/${HOSTILE}`, '--repair', folder]],
  ['preflight of an object without a region', () => ['preflight', `oss://bucket/${HOSTILE}`]],
  ['preflight of a bucket', () => ['preflight', `oss://${HOSTILE}/a`, '--region', 'cn-shanghai']],
  ['preflight in a region', () => ['preflight', 'oss://bucket/a', '--region', HOSTILE]],
  [
    'preflight of objects in a store that refuses',
    () => ['preflight', 'oss://bucket/a', '--region', 'cn-shanghai', ...ossAt('xml')],
    'unseen',
  ],

  ['import of a catalogue that there is not', () => importArgs(join(folder, `${NAME}x`))],
  ['import with such names', () => importArgs(join(folder, `${NAME}.csv`))],
  ['import with such cells', () => importArgs(join(folder, 'cells.csv'))],
  ['import with such keys', () => importArgs(join(folder, 'keys.jsonl'))],
  ['import of a folder', () => importArgs(join(folder, 'images'))],
  ['import --dry-run', () => importArgs(join(folder, 'cells.csv'), ['--dry-run'])],
  [
    'import with a state',
    () => importArgs(join(folder, 'cells.csv'), ['--state', join(folder, `${NAME}.state`)]),
  ],
  [
    'import with another state',
    () => importArgs(join(folder, 'cells.csv'), ['--state', join(folder, `${NAME}.csv`)]),
  ],
  [
    'import that is told to end',
    () => importArgs(join(folder, 'cells.csv'), ['--max-refused', '1', '--state', join(folder, `${NAME}.2`)]),
  ],
  ['import to an address', () => ['import', 'x', '--images', 'y', '--to', HOSTILE, ...ACCOUNT]],
  [
    'import from a folder of images that there is not',
    () => [
      'import',
      join(folder, 'cells.csv'),
      '--images',
      join(folder, `${NAME}x`),
      '--to',
      'oss://bucket/a',
      ...ACCOUNT,
    ],
  ],
  ['import for an instance', () => importArgs(join(folder, 'cells.csv'), ['--instance', HOSTILE])],
  ['import at a service that refuses', () => importArgs(join(folder, 'twice.csv'), at('refusal')), 'unseen'],
  [
    'import at a store that refuses',
    () => importArgs(join(folder, 'twice.csv'), [...ossAt('xml'), '--patience-ms', '0']),
    'unseen',
  ],

  ['submit of an address', () => ['submit', HOSTILE, ...ACCOUNT]],
  [
    'submit with a callback',
    () => ['submit', 'oss://emulated-bucket/a', ...ACCOUNT, '--callback-address', HOSTILE],
    'unseen', // it may hold a token
  ],
  [
    'submit at a store that refuses',
    () => ['submit', 'oss://emulated-bucket/a', ...connectionOf(emulator), ...ossAt('xml')],
    'unseen',
  ],
  [
    'submit of a folder',
    () => ['submit', `oss://${emulator.bucketName}/${HOSTILE}`, ...connectionOf(emulator)],
  ],
  [
    'submit --wait',
    () => ['submit', `oss://${emulator.bucketName}/spring`, ...connectionOf(emulator), '--wait'],
    'unseen',
  ],
  ['doctor with such an instance', () => ['doctor', '--route', 'direct', ...ACCOUNT, ...at('instance')]],
  [
    'doctor at services that refuse',
    () => ['doctor', ...TO, ...connectionOf(emulator), ...at('knownRefusal'), ...ossAt('xml')],
    'unseen',
  ],
  ['tasks of a service that refuses', () => ['tasks', ...ACCOUNT, ...at('refusal')], 'unseen'],
  [
    'tasks of a service that refuses with a known code',
    () => ['tasks', ...ACCOUNT, ...at('knownRefusal')],
    'unseen',
  ],
  ['tasks with such words', () => ['tasks', ...ACCOUNT, ...at('listOfTasks')]],
  ['tasks in such a state', () => ['tasks', ...ACCOUNT, ...at('unknownStatus')]],
  ['tasks of something that is no service', () => ['tasks', ...ACCOUNT, ...at('html')], 'unseen'],
  ['tasks of an address', () => ['tasks', ...ACCOUNT, '--address', HOSTILE]],
  ['tasks at an endpoint', () => ['tasks', ...ACCOUNT, '--endpoint', HOSTILE]],
  ['tasks in a region', () => ['tasks', '--region', HOSTILE, '--instance', 'x']],
  ['tasks of an instance', () => ['tasks', '--region', 'cn-shanghai', '--instance', HOSTILE]],
  ['watch of a task', () => ['watch', HOSTILE, ...connectionOf(emulator)], 'unseen'],
  ['watch at a service that refuses', () => ['watch', '1', ...ACCOUNT, ...at('refusal')], 'unseen'],
  ['watch with such words', () => ['watch', '1', ...ACCOUNT, ...at('listOfTasks')]],
  ['failures of a task', () => ['failures', HOSTILE, ...connectionOf(emulator)], 'unseen'],
  [
    'failures of a file that there is not',
    () => ['failures', '1', ...ACCOUNT, '--meta', join(folder, `${NAME}x`)],
  ],
  ['failures with such words', () => ['failures', '1', ...ACCOUNT, ...at('listOfTasks')]],
  ['failures of such names', () => ['failures', taskWithFailures, ...connectionOf(emulator)]],

  ['emulator in a region', () => ['emulator', '--region', HOSTILE]],
  ['emulator of an instance', () => ['emulator', '--instance', HOSTILE]],
  ['emulator of a bucket', () => ['emulator', '--bucket', HOSTILE]],
  ['emulator with a state that is a file', () => ['emulator', '--state', join(folder, `${NAME}.csv`)]],
];
