import { doctor } from '../actions/doctor.ts';
import { define } from '../frame/definition.ts';
import { withConnection } from '../options/connection.ts';
import { count } from '../options/numbers.ts';
import { withTarget } from '../options/target-options.ts';

export const definition = define(doctor, (command) =>
  withTarget(withConnection(command))
    .option('--settings', 'show what each setting is and where it comes from, and ask no service')
    .option('--adds <n>', 'how many images are to be added', count)
    .option(
      '--sts-endpoint <host>',
      'host of STS (default: sts.REGION.aliyuncs.com, and that of --endpoint on this machine)',
    ),
);
