import { Option } from 'commander';
import { RATE_RULES } from '../../emulator/index.ts';
import { emulator } from '../actions/emulator.ts';
import { define } from '../frame/definition.ts';
import { count, port } from '../options/numbers.ts';
import { serviceType } from '../options/shared-options.ts';

export const definition = define(emulator, (command) =>
  command
    .option('--region <region>', 'default: cn-shanghai')
    .option('--instance <name>', 'default: emulated')
    .option('--bucket <name>', 'default: emulated-bucket')
    .addOption(serviceType().default('product'))
    .option('--capacity <n>', 'images that fit into the gallery', count)
    .option('--task-duration-ms <n>', 'how long a batch task runs at least', count)
    .addOption(
      new Option('--rates <rule>', 'whether calls that come too fast are refused')
        .choices([...RATE_RULES])
        .default('documented'),
    )
    .option('--state <dir>', 'keep objects, gallery and tasks in a folder, for the next time')
    .option('--port <n>', 'of Image Search (default: a free one)', port)
    .option('--oss-port <n>', 'default: a free one', port),
);
