import { withConnection } from '../connection.ts';
import { doctor } from '../doctor.ts';
import { define } from '../frame/definition.ts';
import { count } from '../numbers.ts';
import { withTarget } from '../shared-options.ts';

export const definition = define(doctor, (command) =>
  withTarget(withConnection(command))
    .option('--adds <n>', 'how many images are to be added', count)
    .option(
      '--sts-endpoint <host>',
      'host of STS (default: sts.REGION.aliyuncs.com, and that of --endpoint on this machine)',
    ),
);
