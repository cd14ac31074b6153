import { once } from 'node:events';
import { type RateRule, startEmulator } from '../../emulator/index.ts';
import type { ServiceType } from '../../index.ts';
import type { Action } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { quoted } from '../output/continue-command.ts';

export interface EmulatorCommandOptions {
  readonly region?: string | undefined;
  readonly instance?: string | undefined;
  readonly bucket?: string | undefined;
  readonly serviceType: ServiceType;
  readonly capacity?: number | undefined;
  readonly taskDurationMs?: number | undefined;
  readonly rates: RateRule;
  readonly state?: string | undefined;
  readonly port?: number | undefined;
  readonly ossPort?: number | undefined;
}

/** `emulator`: runs both services on loopback, until a signal comes. */
export const emulator: Action<readonly [], EmulatorCommandOptions> = async (
  { output, signal },
  _,
  options,
) => {
  const running = await startEmulator({
    regionId: options.region,
    instanceName: options.instance,
    bucketName: options.bucket,
    serviceType: options.serviceType,
    capacity: options.capacity,
    taskDurationMs: options.taskDurationMs,
    rates: options.rates,
    stateFolder: options.state,
    imageSearchPort: options.port,
    ossPort: options.ossPort,
    onDefect: (error) =>
      output.note(
        `Defect in the emulator: ${error instanceof Error ? error.message : error}. Please report this`,
      ),
  });
  try {
    const { imageSearchEndpoint, ossEndpoint, regionId, instanceName, bucketName } = running;
    const { accessKeyId, accessKeySecret } = running;
    const text = [
      `Image Search  ${imageSearchEndpoint}   instance ${instanceName}, region ${regionId}`,
      `OSS           ${ossEndpoint}   bucket ${bucketName}`,
      '',
      `export ALIBABA_CLOUD_ACCESS_KEY_ID=${accessKeyId} ALIBABA_CLOUD_ACCESS_KEY_SECRET=${accessKeySecret}`,
      `imagesearch-import import CATALOGUE --images DIR --to oss://${bucketName}/first \\`,
      `  --region ${quoted(regionId)} --instance ${quoted(instanceName)} --endpoint ${imageSearchEndpoint} --oss-endpoint ${ossEndpoint}`,
    ];
    await output.result(
      { imageSearchEndpoint, ossEndpoint, regionId, accessKeyId, accessKeySecret, instanceName, bucketName },
      text,
    );
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    await running.close();
  }
  return EXIT.fine; // a signal is how it is meant to end
};
