import type { Server } from 'node:http';
import { EmulatedState } from './emulated-state.ts';
import type { Emulator } from './emulator.ts';
import { type EmulatorOptions, emulatorSettings } from './emulator-options.ts';
import { stop } from './listen.ts';
import { openServices } from './open-services.ts';

/**
 * Starts OSS and Image Search on loopback: strict about signatures, with an empty bucket and an empty gallery.
 * `docs/emulator.md` says which behaviour Alibaba documents and which is our choice.
 *
 * @example
 * await using emulator = await startEmulator();
 * const { regionId: region, instanceName: instance, imageSearchEndpoint: endpoint, ossEndpoint, bucketName } = emulator;
 * const client = new ImageSearchClient({
 *   region, instance, endpoint, ossEndpoint, bucket: bucketName, credentials: emulator,
 * });
 * console.log(await client.gallery.detail());
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const settings = emulatorSettings(options);
  const { regionId, accessKeyId, accessKeySecret, instanceName, bucketName } = settings;
  const state = await EmulatedState.open(settings);

  const servers: Server[] = [];
  let closed: Promise<unknown> | undefined;
  const close = async () => {
    state.end();
    closed ??= Promise.all(servers.map(stop)).finally(() => state.close());
    await closed;
  };
  try {
    const endpoints = await openServices(state, settings, (server) => servers.push(server));
    return {
      ...endpoints,
      regionId,
      accessKeyId,
      accessKeySecret,
      instanceName,
      bucketName,
      gallery: () => [...state.instance.records()],
      addFault: (rule) => state.rules.add(rule),
      reset: () => {
        if (closed === undefined) state.reset();
      },
      close,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
