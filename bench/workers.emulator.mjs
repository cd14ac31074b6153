/** An emulator in a process of its own, whose OSS takes its time to answer. It says how it is reached, as one line of JSON. */
import { startEmulator } from 'imagesearch-import/emulator';

const slow = { kind: 'slow', service: 'oss', times: 'always', delayMs: Number(process.argv[2]) };
const emulator = await startEmulator({ capacity: 200_000, rates: 'off', taskDurationMs: 0, faults: [slow] });
const { regionId, instanceName, bucketName, accessKeyId, accessKeySecret } = emulator;
const { ossEndpoint, imageSearchEndpoint } = emulator;
process.stdout.write(
  `${JSON.stringify({
    ...{ regionId, instanceName, bucketName, accessKeyId, accessKeySecret },
    ...{ ossEndpoint, imageSearchEndpoint },
  })}\n`,
);
