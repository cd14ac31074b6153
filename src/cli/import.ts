import type { EntryOutcome } from '../import/entry-outcome.ts';
import type { ImportProgress } from '../import/import-options.ts';
import { importCatalogue } from '../import-catalogue.ts';
import type { MetaProfile } from '../meta/meta-profile.ts';
import type { PicNameBase } from '../meta/rules/pic-name.ts';
import type { ServiceType } from '../shared/service-type.ts';
import { type ConnectionOptions, PROXY } from './connection.ts';
import type { Action } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { printable } from './output.ts';
import { openProgress } from './progress.ts';

export interface ImportCommandOptions extends ConnectionOptions {
  readonly images: string;
  readonly to: string;
  readonly serviceType?: ServiceType;
  readonly profile: MetaProfile;
  readonly picNameBase: PicNameBase;
  readonly concurrency: number;
  readonly timeoutMs?: number;
  readonly verify: boolean;
}

/** `import CATALOGUE --images DIR --to oss://BUCKET/DIR`: the whole flow. */
export const importCommand: Action<readonly [string], ImportCommandOptions> = async (
  { output, signal },
  [catalogue],
  options,
) => {
  const progress = openProgress(process.stderr);
  let running: ImportProgress['taskId'];
  const onProgress = (now: ImportProgress) => {
    running = now.stage === 'waiting' ? now.taskId : undefined;
    progress.show(now);
  };
  let unverified = 0;
  const onOutcome = async (outcome: EntryOutcome) => {
    const { place, status, productId, picName, issues } = outcome;
    if (issues.some(({ code }) => code === 'UNVERIFIED')) unverified += 1;
    const errors = issues.filter(({ severity }) => severity === 'error');
    const text = errors.map(
      ({ code, message }) => `${place.source}:${place.line} ${status} ${code} ${message}`,
    );
    await output.result(
      {
        ...place,
        status,
        productId,
        picName,
        issues: issues.map(({ code, severity, message }) => ({ code, severity, message })),
      },
      errors.length === 0 ? undefined : text.map(printable).join('\n'),
    );
  };
  try {
    const summary = await importCatalogue(catalogue, {
      ...options,
      proxy: PROXY,
      signal,
      onProgress,
      onOutcome,
    });
    progress.stop();
    const { supplied, refused, submitted, succeeded, failed, seconds, unplaced = [] } = summary;
    for (const line of unplaced)
      output.note(printable(`Reported by the service, of no entry in particular: ${line}`));
    await output.result(
      { summary },
      `${supplied} entries: ${refused} refused; ${submitted} submitted: ${succeeded} succeeded, ${failed} failed (${seconds} s)`,
    );
    if (unverified > 0) return EXIT.service;
    return refused + failed + unplaced.length > 0 ? EXIT.data : EXIT.fine;
  } catch (error) {
    progress.stop();
    if (running !== undefined) output.note(`Batch task ${running} goes on at the service`);
    throw error;
  }
};
