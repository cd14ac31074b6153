import { RpcRefusal } from '../rpc-refusal.ts';
import { type InstanceOperation, named } from './rpc-operation.ts';

export const increaseInstance: InstanceOperation = {
  version: '2020-12-14',
  required: named('InstanceName', 'BucketName', 'Path'),
  unknownInstance: 'Console.InstanceNotFound',
  run: ({ BucketName = '', Path = '', CallbackAddress = '' }, instance, server) => {
    if (!Path.startsWith('/') || (Path !== '/' && Path.endsWith('/')))
      throw badRequest(`Path must start with / and not end with one: ${Path}`);
    if (CallbackAddress !== '' && !isWebAddress(CallbackAddress))
      throw badRequest('CallbackAddress must be a URL that starts with http:// or https://');
    if (instance.tasks.some(({ status }) => status === 'PROCESSING')) {
      throw new RpcRefusal(
        409,
        'Console.IncrementStatusError',
        'Current Increment status not supported this opreate.',
      );
    }
    const task = server.startTask(instance, {
      bucket: BucketName,
      path: Path,
      callbackAddress: CallbackAddress,
    });
    return { Success: true, Data: { Id: String(task.id), IncrementStatus: task.status } };
  },
};

const badRequest = (message: string) => new RpcRefusal(400, 'Console.BadRequest', message);

const isWebAddress = (text: string): boolean => /^https?:\/\//i.test(text) && URL.canParse(text);
