import { withOss } from '../connection.ts';
import { define } from '../frame/definition.ts';
import { atLeastOne } from '../numbers.ts';
import { withQueue } from '../queue-options.ts';
import { worker } from '../worker.ts';

export const definition = define(worker, (command) =>
  withOss(withQueue(command))
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
    .option('--allow-private-addresses', 'read URLs of private and loopback addresses too'),
);
