import { withConnection } from '../connection.ts';
import { doctor } from '../doctor.ts';
import { define } from '../frame/definition.ts';
import { count } from '../numbers.ts';
import { withTarget } from '../target-options.ts';

export const definition = define(doctor, (command) =>
  withTarget(withConnection(command))
    .option('--settings', 'show what each setting is and where it comes from, and ask no service')
    .option('--adds <n>', 'how many images are to be added', count)
    .option(
      '--sts-endpoint <host>',
      'host of STS (default: sts.REGION.aliyuncs.com, and that of --endpoint on this machine)',
    ),
);
