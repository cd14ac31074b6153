import { RpcRefusal } from '../rpc-refusal.ts';
import { type InstanceOperation, named } from './rpc-operation.ts';

export const dumpMeta: InstanceOperation = {
  version: '2020-12-14',
  required: named('InstanceName'),
  unknownInstance: 'Console.InstanceNotFound',
  rate: { perSecond: () => 1, status: 403 },
  run: (_, instance, server) => {
    if (instance.exports.some(({ status }) => status === 'PROCESSING'))
      throw new RpcRefusal(409, 'Console.TaskAlreadyExist', 'A task is already in progress.');
    const exported = server.startExport(instance);
    return { Success: true, Data: { Id: String(exported.id), DumpMetaStatus: exported.status } };
  },
};
