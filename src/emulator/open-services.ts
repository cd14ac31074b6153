import type { Server } from 'node:http';
import { systemClock } from '../shared/sleep.ts';
import { type EmulatedState, FAILURE_BUCKET } from './emulated-state.ts';
import type { Emulator } from './emulator.ts';
import type { EmulatorSettings } from './emulator-options.ts';
import { type NameRequest, nameOssRequest, nameRpcRequest, nameUpload } from './faults/name-request.ts';
import type { FaultService } from './faults/struck-call.ts';
import { withFaults } from './faults/with-faults.ts';
import type { BatchTask } from './image-search/batch-task.ts';
import { createRpcHandler } from './image-search/create-rpc-handler.ts';
import type { RpcServer } from './image-search/operations/rpc-operation.ts';
import { resumeTasks, startTask } from './image-search/start-task.ts';
import { type Handler, listen, portOf } from './listen.ts';
import { createOssHandler } from './oss/create-oss-handler.ts';
import { signedUrl } from './signature/signed-url.ts';
import { createUploadHandler } from './upload/create-upload-handler.ts';
import { listenTls } from './upload/listen-tls.ts';

const ERROR_URL_SECONDS = 2 * 3600; // IncreaseList: the result URL is valid for two hours

type Endpoints = Pick<Emulator, 'imageSearchEndpoint' | 'ossEndpoint' | 'uploadEndpoint'>;

/** Has both services listen, and lets the tasks of a state that was kept go on. Every server is told to `opened`, also when a later one fails. */
export async function openServices(
  state: EmulatedState,
  settings: EmulatorSettings,
  opened: (server: Server) => void,
): Promise<Endpoints> {
  const { oss, instance, uploads, rates, rules } = state;
  const { regionId, accessKeyId, accessKeySecret, customDomains, clock, onDefect } = settings;
  const account = { accessKeyId, accessKeySecret };
  const accounts = [account];
  const off = clock.now() - systemClock.now();
  /** Clients go by the machine: a clock that is moved on makes no request of theirs too old. */
  const signersClock = { now: () => systemClock.now() + off };
  const open = async (listening: Promise<Server>): Promise<number> => {
    const server = await listening;
    opened(server);
    return portOf(server);
  };
  const faulty = (service: FaultService, nameRequest: NameRequest, handle: Handler) =>
    withFaults(handle, service, { rules, clock, nameRequest, onDefect });

  const ossServer = { accounts, regionId, customDomains, clock, signersClock };
  const ossHandler = createOssHandler({ ...ossServer, state: oss, onDefect });
  const nameOss = nameOssRequest({ ...ossServer, bucketNames: oss.bucketNames });
  const ossPort = await open(listen(faulty('oss', nameOss, ossHandler), settings.ossPort));
  const ossEndpoint = `http://localhost:${ossPort}`;

  const uploadHandler = createUploadHandler({ desk: uploads, clock, onDefect });
  const uploadPort = await open(listenTls(faulty('oss', nameUpload, uploadHandler)));
  const uploadHost = `127.0.0.1:${uploadPort}`;

  const errorUrl = ({ failureKey: key }: BatchTask): string => {
    if (key === undefined) return '';
    const object = { bucket: FAILURE_BUCKET, key };
    const now = clock.now();
    return signedUrl(ossEndpoint, object, { account, regionId, now, expiresSeconds: ERROR_URL_SECONDS });
  };
  const taskOptions = () => ({
    ...settings,
    oss,
    failureBucket: FAILURE_BUCKET,
    errorUrl,
    signal: state.tasksEnd,
  });
  const server: RpcServer = {
    regionId,
    failImage: settings.failImage,
    uploads,
    uploadHost,
    startTask: (on, about) => startTask(on, about, taskOptions()),
    errorUrl,
  };
  const instances = new Map([[settings.instanceName, instance]]);
  const rpcHandler = createRpcHandler({
    server,
    instances,
    accounts,
    clock,
    signersClock,
    rates,
    onDefect,
  });
  const rpcPort = await open(
    listen(faulty('imageSearch', nameRpcRequest, rpcHandler), settings.imageSearchPort),
  );
  resumeTasks(instance, taskOptions());
  return {
    imageSearchEndpoint: `127.0.0.1:${rpcPort}`,
    ossEndpoint,
    uploadEndpoint: `https://${uploadHost}`,
  };
}
