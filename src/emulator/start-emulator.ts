import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type EmulatorOptions, emulatorSettings } from './emulator-options.ts';
import type { BatchTask } from './image-search/batch-task.ts';
import { createRpcHandler } from './image-search/create-rpc-handler.ts';
import type { GalleryRecord } from './image-search/gallery-record.ts';
import { InstanceState } from './image-search/instance-state.ts';
import type { RpcServer } from './image-search/rpc-operations.ts';
import { startTask } from './image-search/start-task.ts';
import { createOssHandler } from './oss/create-oss-handler.ts';
import { OssState } from './oss/oss-state.ts';
import { signedUrl } from './signature/signed-url.ts';

/** A running emulator: how to reach it, what it holds, how to end it. */
export interface Emulator extends AsyncDisposable {
  /** `127.0.0.1:PORT`, http. */
  readonly imageSearchEndpoint: string;
  /** `http://localhost:PORT`. */
  readonly ossEndpoint: string;
  readonly regionId: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly instanceName: string;
  readonly bucketName: string;
  /** What the gallery holds, for assertions. */
  gallery(): readonly GalleryRecord[];
  /** Stops listening, ends every connection and every task that is still running. */
  close(): Promise<void>;
}

const ERROR_URL_SECONDS = 2 * 3600; // IncreaseList: the result URL is valid for two hours
const FAILURE_BUCKET = 'image-search-task-info';

/**
 * Starts OSS and Image Search on loopback: strict about signatures, with an empty bucket and an empty gallery.
 * `docs/emulator.md` tells what of its behaviour is documented and what is our choice.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const settings = emulatorSettings(options);
  const { regionId, accessKeyId, accessKeySecret, instanceName, bucketName, clock, onDefect } = settings;
  const accounts = [{ accessKeyId, accessKeySecret }];
  const oss = new OssState(clock);
  for (const [name, region] of Object.entries({
    ...settings.buckets,
    [bucketName]: regionId,
    [FAILURE_BUCKET]: regionId,
  })) {
    oss.createBucket(name, region);
  }
  const instance = new InstanceState({ ...settings, name: instanceName }, clock.now());
  const ended = new AbortController();

  const ossServer = await listen(
    createOssHandler({ state: oss, accounts, regionId, clock, onDefect }),
    settings.ossPort,
  );
  const ossEndpoint = `http://localhost:${portOf(ossServer)}`;

  const errorUrl = ({ failureKey }: BatchTask): string =>
    failureKey === undefined
      ? ''
      : signedUrl(
          ossEndpoint,
          { bucket: FAILURE_BUCKET, key: failureKey },
          {
            account: { accessKeyId, accessKeySecret },
            regionId,
            now: clock.now(),
            expiresSeconds: ERROR_URL_SECONDS,
          },
        );
  const taskOptions = { ...settings, oss, failureBucket: FAILURE_BUCKET, signal: ended.signal, errorUrl };
  const server: RpcServer = {
    regionId,
    startTask: (on, about) => startTask(on, about, taskOptions),
    errorUrl,
  };
  const instances = new Map([[instanceName, instance]]);
  const rpcServer = await listen(
    createRpcHandler({ server, instances, accounts, clock, onDefect }),
    settings.imageSearchPort,
  ).catch(async (error) => {
    await stop(ossServer);
    throw error;
  });

  let closed: Promise<unknown> | undefined;
  const close = async () => {
    ended.abort(new Error('The emulator was closed'));
    closed ??= Promise.all([stop(ossServer), stop(rpcServer)]);
    await closed;
  };
  return {
    imageSearchEndpoint: `127.0.0.1:${portOf(rpcServer)}`,
    ossEndpoint,
    regionId,
    accessKeyId,
    accessKeySecret,
    instanceName,
    bucketName,
    gallery: () => [...instance.records()],
    close,
    [Symbol.asyncDispose]: close,
  };
}

function listen(
  handle: (...call: Parameters<RequestListener>) => Promise<void>,
  port: number,
): Promise<Server> {
  const server = createServer((request, response) => void handle(request, response));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

function stop(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
