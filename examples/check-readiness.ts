/** Whether all is there that an import needs, asked before it is begun. */
import { checkReadiness } from 'imagesearch-import';
import { startEmulator } from 'imagesearch-import/emulator';

await using emulator = await startEmulator();
const { isReady, findings } = await checkReadiness({
  ...{ region: emulator.regionId, instance: emulator.instanceName, credentials: emulator },
  ...{ endpoint: emulator.imageSearchEndpoint, ossEndpoint: emulator.ossEndpoint },
  stsEndpoint: emulator.imageSearchEndpoint,
  to: `oss://${emulator.bucketName}/spring`,
  adds: 20_000,
});
for (const { level, code, message, remedy } of findings) console.log(level, code, message, remedy ?? '');
console.log(isReady ? 'an import can begin' : 'an import cannot begin');
