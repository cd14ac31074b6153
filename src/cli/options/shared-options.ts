import { Option } from 'commander';
import { META_PROFILES, SERVICE_TYPES } from '../../meta/index.ts';

export const serviceType = () =>
  new Option('--service-type <type>', 'kind of the instance').choices([...SERVICE_TYPES]);

export const profile = () =>
  new Option('--profile <profile>', 'which limit counts where documents disagree')
    .choices([...META_PROFILES])
    .default('documented');
