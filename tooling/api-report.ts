import { fileURLToPath } from 'node:url';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';

/** The built declarations of each entry point, by the name of its report in `api/`. */
const ENTRY_POINTS = {
  'imagesearch-import': 'dist/index.d.ts',
  meta: 'dist/meta.d.ts',
  emulator: 'dist/emulator.d.ts',
  distributed: 'dist/distributed.d.ts',
};

const root = fileURLToPath(new URL('..', import.meta.url));
const path = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const mayUpdate = process.argv.includes('--update');

/** Compares one report with the one in git. With `--update` a report that differs replaces it. */
function report(name: string, entryPoint: string): boolean {
  const config = ExtractorConfig.prepare({
    packageJsonFullPath: path('package.json'),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: path(entryPoint),
      compiler: { tsconfigFilePath: path('tsconfig.json') },
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder: path('api'),
        reportTempFolder: path('coverage/api'),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: 'lf',
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        extractorMessageReporting: {
          default: { logLevel: ExtractorLogLevel.Error },
          'ae-missing-release-tag': { logLevel: ExtractorLogLevel.None }, // what is exported is public
          'ae-undocumented': { logLevel: ExtractorLogLevel.None },
        },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
  });
  return Extractor.invoke(config, { localBuild: mayUpdate }).succeeded;
}

const failed = Object.entries(ENTRY_POINTS).filter(([name, entryPoint]) => !report(name, entryPoint));
if (failed.length > 0) {
  console.error(
    `The public surface differs: ${failed.map(([name]) => name).join(', ')}. Update the reports with npm run api`,
  );
  process.exitCode = 1;
}
