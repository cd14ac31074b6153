import { CatalogueImport } from '../index.ts';
import { catalogueAt, readingOptions } from './catalogue-options.ts';
import { certificatesIn } from './certificates.ts';
import { PROXY } from './connection.ts';
import type { Action } from './context.ts';
import type { ImportCommandOptions } from './import-options.ts';
import { ImportReport } from './import-report.ts';
import { runEntries } from './run-entries.ts';

/** `import CATALOGUE --images DIR --to oss://BUCKET/DIR`: the whole flow. */
export const importCommand: Action<readonly [string], ImportCommandOptions> = (
  context,
  [catalogue],
  options,
) => {
  const { output, json } = context;
  const report = new ImportReport(catalogue, output);
  return runEntries(
    context,
    options,
    (hooks) =>
      new CatalogueImport(catalogueAt(catalogue), {
        ...importOptions(options),
        ...readingOptions(catalogue, options, output, json),
        ...hooks,
      }),
    {
      add: (outcome) => report.add(outcome),
      finish: ({ summary }) => report.finish(summary, options.state),
    },
  );
};

/** The options of the API. Those of the catalogue and of the connection are made elsewhere. */
export function importOptions(options: ImportCommandOptions) {
  const { images, to, route, serviceType, profile, picNameBase, state, linesPerTask, concurrency } = options;
  const { retries, repair, limits, skipUnchanged, patienceMs, maxRefused, maxFailed } = options;
  const { dryRun, megabitsPerSecond, verify, verifyMinutes, allowPrivateAddresses } = options;
  return {
    ...{ images, to, route, serviceType, profile, picNameBase, state, linesPerTask, concurrency },
    ...{ retries, repair, limits, skipUnchanged, patienceMs, maxRefused, maxFailed },
    ...{ dryRun, megabitsPerSecond, verify, verifyMinutes },
    urls: { allowPrivateAddresses, proxy: PROXY, ca: certificatesIn(options.ca) },
  } as const;
}
