import type { CommandEntry } from '../frame/command-entry.ts';
import { ACCOUNT } from './account.ts';

/** The commands of batch tasks and of Alibaba's movers. */
export const TASK_COMMANDS: readonly CommandEntry[] = [
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
    load: () => import('../commands/submit.ts'),
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
    load: () => import('../commands/tasks.ts'),
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
    load: () => import('../commands/watch.ts'),
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
    load: () => import('../commands/failures.ts'),
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
    load: () => import('../commands/plan-migration.ts'),
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
    load: () => import('../commands/migration-results.ts'),
  },
];
