import { type MIGRATION_ROUTES, planMigration } from '../../index.ts';
import type { Action } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { counted } from '../output/counted.ts';
import { migrationList } from '../results/migration-list.ts';

export interface PlanMigrationCommandOptions {
  readonly to: string;
  readonly region: string;
  readonly output: string;
  readonly megabitsPerSecond: number;
  readonly days?: number | undefined;
  readonly megabitsPerMachine?: number | undefined;
  readonly filesPerSecond?: number | undefined;
  readonly route?: (typeof MIGRATION_ROUTES)[number] | undefined;
  readonly baseUrl?: string | undefined;
  readonly listPrefix?: string | undefined;
  readonly worker?: readonly string[] | undefined;
  readonly jobName?: string | undefined;
  readonly listPath?: string | undefined;
  readonly destDomain?: string | undefined;
  readonly anyName?: boolean | undefined;
  readonly job?: readonly string[] | undefined;
  readonly system?: readonly string[] | undefined;
}

/** `plan-migration LIST`: says by which route the images get into the bucket, and writes what it needs. */
export const planMigrationCommand: Action<readonly [string], PlanMigrationCommandOptions> = async (
  { output, signal, named },
  [list],
  { output: folder, worker, jobName, listPath, destDomain, anyName, job, system, ...options },
) => {
  const passedOver = { notAccepted: 0 };
  const given = { workers: worker, jobName, listPath, endpoint: destDomain, anyName };
  const ossimport = { ...given, job: keysAndValues('--job', job), system: keysAndValues('--system', system) };
  const needsOssimport =
    options.route === 'ossimport' || Object.values(ossimport).some((one) => one !== undefined);
  const plan = await planMigration(migrationList(list, passedOver, signal), {
    ...{ ...options, folder, signal },
    ossimport: needsOssimport ? ossimport : undefined,
  });
  const { supplied, listed, refused, route, files } = plan;
  const estimates = plan.estimates.map((one) => ({ ...one, arithmetic: one.arithmetic.map(named) }));
  await output.result({ ...plan, estimates, notAccepted: passedOver.notAccepted }, [
    `${counted(supplied, 'image')}: ${listed} in the list, ${refused} not (images.jsonl says why)`,
    ...estimates.flatMap((one) => [
      `${one.route}: ${one.fits ? 'fits' : one.possible ? 'takes too long' : 'cannot take every image'}`,
      ...one.arithmetic.map((text) => `  ${text}`),
      `  ${one.machines === 0 ? "Alibaba's machines" : `machines: ${one.machines}`}, ${one.days.toFixed(1)} days`,
    ]),
    `Route: ${route}. Written to ${folder}: ${files.join(', ')}, plan.json`,
  ]);
  if (passedOver.notAccepted > 0)
    output.note(
      `${counted(passedOver.notAccepted, 'image was', 'images were')} passed over, since preflight has refused them`,
    );
  if (supplied === 0) output.note(`${list}: it has no image, and so there is nothing to move`);
  return refused > 0 || supplied === 0 ? EXIT.data : EXIT.fine;
};

function keysAndValues(
  option: string,
  given: readonly string[] | undefined,
): Readonly<Record<string, string>> | undefined {
  if (given === undefined) return undefined;
  return Object.fromEntries(
    given.map((text) => {
      const at = text.indexOf('=');
      if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
      throw new TypeError(`Cannot read ${option} ${JSON.stringify(text)} as it must be KEY=VALUE`);
    }),
  );
}
