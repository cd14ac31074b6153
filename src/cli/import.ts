import {
  type EntryOutcome,
  type ImportProgress,
  type Issue,
  importCatalogue,
  type MetaProfile,
  type PIC_NAME_BASES,
  parseOssAddress,
  type ServiceType,
  type VERIFY,
} from '../index.ts';
import { type ConnectionOptions, openClient } from './connection.ts';
import type { Action } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { printable } from './output.ts';
import { openProgress } from './progress.ts';

export interface ImportCommandOptions extends ConnectionOptions {
  readonly images: string;
  readonly to: string;
  readonly serviceType?: ServiceType | undefined;
  readonly profile: MetaProfile;
  readonly picNameBase: (typeof PIC_NAME_BASES)[number];
  readonly concurrency: number;
  readonly readTimeoutMs?: number | undefined;
  readonly ossTimeoutMs?: number | undefined;
  readonly verify: (typeof VERIFY)[number];
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
    const { images, to, serviceType, profile, picNameBase, concurrency, verify } = options;
    await using client = openClient(options, parseOssAddress(to).bucket);
    const summary = await importCatalogue(catalogue, {
      ...{ client, images, to, serviceType, profile, picNameBase, concurrency, verify },
      ...{ signal, onProgress, onOutcome },
    });
    progress.stop();
    const { supplied, refused, skipped, submitted, succeeded, failed, seconds, verification } = summary;
    const { unmatched = [] } = summary;
    for (const line of unmatched)
      output.note(printable(`The service reported a failure that matches no entry: ${line}`));
    if (verification !== undefined) output.note(`Asked the gallery: ${verification.means}`);
    await output.result(
      { summary },
      `${supplied} entries: ${refused} refused, ${skipped} skipped; ${submitted} submitted: ${succeeded} succeeded, ${failed} failed (${seconds} s)`,
    );
    if (refused + failed + unmatched.length > 0) return EXIT.data;
    return unverified > 0 ? EXIT.service : EXIT.fine;
  } catch (error) {
    progress.stop();
    if (running !== undefined) output.note(`Batch task ${running} goes on at the service`);
    throw error;
  }
};

/** Warnings that are printed, since they say what became of an entry. */
const SHOWN_WARNINGS: readonly string[] = ['META_DELETE_BEFORE_ADD', 'UNVERIFIED'];

/** `shop.csv:7 refused P1007 shoes/7.jpg CODE message`, one line for each issue; undefined when nothing is to be printed. */
function asText({ place, status, productId, picName, issues }: EntryOutcome): string | undefined {
  const isShown = ({ severity, code }: Issue) => severity === 'error' || SHOWN_WARNINGS.includes(code);
  const about = [`${place.source}:${place.line}`, status, productId, picName].filter((part) => part !== null);
  const lines = issues.filter(isShown).map(({ code, message }) => [...about, code, message].join(' '));
  return lines.length === 0 ? undefined : lines.map(printable).join('\n');
}
