import { SERVICE_TYPE_NUMBERS } from '../../../shared/model/service-type.ts';
import { type InstanceOperation, named } from './rpc-operation.ts';

const YEAR_MS = 365 * 24 * 3_600_000;

export const detail: InstanceOperation = {
  version: '2020-12-14',
  required: named('InstanceName'),
  unknownInstance: 'Console.InstanceNotFound',
  rate: { perSecond: () => 1, status: 400 },
  run: (_, instance, { regionId }) => ({
    Success: true,
    Instance: {
      Name: instance.options.name,
      Region: regionId,
      ServiceType: SERVICE_TYPE_NUMBERS[instance.options.serviceType][0],
      Capacity: Math.ceil(instance.options.capacity / 10_000),
      Qps: instance.options.queriesPerSecond,
      TotalCount: instance.images,
      UtcCreate: String(instance.createdAt),
      UtcExpireTime: String(instance.createdAt + YEAR_MS),
    },
  }),
};
