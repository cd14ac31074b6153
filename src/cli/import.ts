import type { EntryOutcome } from '../import/entry-outcome.ts';
import type { ImportProgress } from '../import/import-options.ts';
import type { Verify } from '../import/verification.ts';
import { importCatalogue } from '../import-catalogue.ts';
import type { MetaProfile } from '../meta/model/meta-profile.ts';
import type { PicNameBase } from '../meta/model/pic-name.ts';
import type { Issue } from '../shared/issue.ts';
import type { ServiceType } from '../shared/service-type.ts';
import { type ConnectionOptions, ossConnection, PROXY } from './connection.ts';
import type { Action } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { printable } from './output.ts';
import { openProgress } from './progress.ts';

export interface ImportCommandOptions extends ConnectionOptions {
  readonly images: string;
  readonly to: string;
  readonly serviceType?: ServiceType | undefined;
  readonly profile: MetaProfile;
  readonly picNameBase: PicNameBase;
  readonly concurrency: number;
  readonly timeoutMs?: number | undefined;
  readonly verify: Verify;
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
    const { place, status, productId, picName, verified, issues } = outcome;
    if (issues.some(({ code }) => code === 'UNVERIFIED')) unverified += 1;
    await output.result(
      {
        ...place,
        status,
        productId,
        picName,
        verified,
        issues: issues.map(({ code, severity, message }) => ({ code, severity, message })),
      },
      asText(outcome),
    );
  };
  try {
    const { customDomain } = ossConnection(options.region, options);
    const summary = await importCatalogue(catalogue, {
      ...options,
      customDomain,
      proxy: PROXY,
      signal,
      onProgress,
      onOutcome,
    });
    progress.stop();
    const { supplied, refused, skipped, submitted, succeeded, failed, seconds, verification } = summary;
    const { unplaced = [] } = summary;
    for (const line of unplaced)
      output.note(printable(`Reported by the service, of no entry in particular: ${line}`));
    if (verification !== undefined) output.note(`Asked the gallery: ${verification.means}`);
    await output.result(
      { summary },
      `${supplied} entries: ${refused} refused, ${skipped} skipped; ${submitted} submitted: ${succeeded} succeeded, ${failed} failed (${seconds} s)`,
    );
    if (refused + failed + unplaced.length > 0) return EXIT.data;
    return unverified > 0 ? EXIT.service : EXIT.fine;
  } catch (error) {
    progress.stop();
    if (running !== undefined) output.note(`Batch task ${running} goes on at the service`);
    throw error;
  }
};

/** Warnings that say what became of an entry. */
const SHOWN_WARNINGS: readonly string[] = ['META_DELETE_BEFORE_ADD', 'UNVERIFIED'];

/** `shop.csv:7 refused P1007 shoes/7.jpg CODE message`, a line for each reason; undefined for an entry that is in. */
function asText({ place, status, productId, picName, issues }: EntryOutcome): string | undefined {
  const isShown = ({ severity, code }: Issue) => severity === 'error' || SHOWN_WARNINGS.includes(code);
  const about = [`${place.source}:${place.line}`, status, productId, picName].filter((part) => part !== null);
  const lines = issues.filter(isShown).map(({ code, message }) => [...about, code, message].join(' '));
  return lines.length === 0 ? undefined : lines.map(printable).join('\n');
}
