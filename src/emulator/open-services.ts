import type { Server } from 'node:http';
import { systemClock } from '../shared/async/sleep.ts';
import { type EmulatedState, FILE_BUCKET } from './emulated-state.ts';
import type { Emulator } from './emulator.ts';
import type { EmulatorSettings } from './emulator-options.ts';
import type { FaultService } from './faults/faulted-call.ts';
import {
  type FindOperation,
  findOssRequestOperation,
  findRpcOperation,
  findUploadOperation,
} from './faults/request-operation.ts';
import { withFaults } from './faults/with-faults.ts';
import type { BatchTask } from './image-search/batch-task.ts';
import { createRpcHandler } from './image-search/create-rpc-handler.ts';
import type { RpcServer } from './image-search/operations/rpc-operation.ts';
import { Pictures } from './image-search/similarity/pictures.ts';
import { resumeExports, startExport } from './image-search/start-export.ts';
import { resumeTasks, startTask } from './image-search/start-task.ts';
import { type Handler, listen, portOf } from './listen.ts';
import { createOssHandler } from './oss/create-oss-handler.ts';
import { signedUrl } from './signature/signed-url.ts';
import { createUploadHandler } from './upload/create-upload-handler.ts';
import { listenTls } from './upload/listen-tls.ts';

const FILE_URL_SECONDS = 2 * 3600; // IncreaseList and DumpMetaList: the URL is valid for two hours

type Endpoints = Pick<Emulator, 'imageSearchEndpoint' | 'ossEndpoint' | 'uploadEndpoint'>;

/** Starts the servers, and resumes the tasks of a restored state. Calls `opened` for each server, also when a later one fails. */
export async function openServices(
  state: EmulatedState,
  settings: EmulatorSettings,
  opened: (server: Server) => void,
): Promise<Endpoints> {
  const { oss, instance, uploads, rates, rules } = state;
  const { regionId, accessKeyId, accessKeySecret, customDomains, clock, onDefect } = settings;
  const account = { accessKeyId, accessKeySecret };
  const accounts = [account, ...settings.users];
  const offset = clock.now() - systemClock.now();
  /** Clients date requests by the machine's clock: moving the emulator's clock must not make their requests too old. */
  const signersClock = { now: () => systemClock.now() + offset };
  const open = async (listening: Promise<Server>): Promise<number> => {
    const server = await listening;
    opened(server);
    return portOf(server);
  };
  const faulty = (service: FaultService, findOperation: FindOperation, handle: Handler) =>
    withFaults(handle, service, { rules, clock, findOperation, onDefect });

  const ossServer = { accounts, regionId, customDomains, clock, signersClock };
  const ossHandler = createOssHandler({ ...ossServer, state: oss, onDefect });
  const ossOperation = findOssRequestOperation({ ...ossServer, bucketNames: oss.bucketNames });
  const ossPort = await open(listen(faulty('oss', ossOperation, ossHandler), settings.ossPort));
  const ossEndpoint = `http://localhost:${ossPort}`;

  const uploadHandler = createUploadHandler({ grants: uploads, clock, onDefect });
  const uploadPort = await open(listenTls(faulty('oss', findUploadOperation, uploadHandler)));
  const uploadHost = `127.0.0.1:${uploadPort}`;

  const fileUrl = (key: string | undefined): string => {
    if (key === undefined) return '';
    const object = { bucket: FILE_BUCKET, key };
    const now = clock.now();
    return signedUrl(ossEndpoint, object, { account, regionId, now, expiresSeconds: FILE_URL_SECONDS });
  };
  const taskOptions = () => ({
    ...settings,
    ...{ oss, fileBucket: FILE_BUCKET, signal: state.tasksSignal },
    errorUrl: ({ failureKey }: BatchTask) => fileUrl(failureKey),
  });
  const pictures = new Pictures(oss);
  const server: RpcServer = {
    regionId,
    failImage: settings.failImage,
    uploads,
    uploadHost,
    startTask: (on, about) => startTask(on, about, taskOptions()),
    startExport: (on) => startExport(on, taskOptions()),
    fileUrl,
    ranked: (wanted, images) => pictures.ranked(wanted, images, state.tasksSignal),
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
    listen(faulty('imageSearch', findRpcOperation, rpcHandler), settings.imageSearchPort),
  );
  resumeTasks(instance, taskOptions());
  resumeExports(instance, taskOptions());
  return {
    imageSearchEndpoint: `127.0.0.1:${rpcPort}`,
    ossEndpoint,
    uploadEndpoint: `https://${uploadHost}`,
  };
}
