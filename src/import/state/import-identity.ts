import { resolve } from 'node:path';
import type { ServiceType } from '../../shared/model/service-type.ts';
import { show } from '../../shared/options/checks.ts';
import type { ImportSettings } from '../import-settings.ts';

/** What an import is: where it goes, and the options that change what becomes of its entries. Plain JSON. */
export interface ImportIdentity {
  readonly region: string;
  readonly instance: string;
  readonly to: string | null;
  readonly route: string;
  readonly images: string;
  readonly serviceType: ServiceType;
  readonly profile: string;
  readonly picNameBase: string;
  readonly linesPerTask: number;
  readonly limits: string;
  readonly repair: boolean;
  readonly followLinks: string;
}

/** @param serviceType the option, or what the instance says */
export const identityOf = (
  { address, route, images, profile, picNameBase, linesPerTask, limits, repair, followLinks }: ImportSettings,
  { region, instance }: { readonly region: string; readonly instance: string },
  serviceType: ServiceType,
): ImportIdentity => ({
  ...{ region, instance, to: address === undefined ? null : `oss://${address.bucket}/${address.folder}` },
  ...{ route, images: typeof images === 'string' ? resolve(images) : images.name },
  ...{ serviceType, profile, picNameBase, linesPerTask, limits, repair, followLinks },
});

/** @throws {RangeError} that names the first option in which the import differs from the one that was begun in the folder */
export function checkSameImport<Identity extends object>(
  folder: string,
  begun: Identity,
  now: Identity,
  what: Work = 'import',
): void {
  const names = Object.keys(now) as (keyof Identity & string)[];
  const other = names.find((name) => begun[name] !== now[name]);
  if (other === undefined) return;
  const difference = `'${other}' was ${show(begun[other])}: current value is ${show(now[other])}`;
  throw anotherImport(folder, difference, what);
}

/** @throws {RangeError} when the catalogue has other entries than those that were planned */
export function checkSameCatalogue(
  folder: string,
  planned: { readonly entries: number; readonly digest: string },
  now: { readonly entries: number; readonly digest: string },
): void {
  if (planned.digest === now.digest) return;
  const change =
    planned.entries === now.entries
      ? `${now.entries} entries, some of them changed`
      : `${planned.entries} entries: it has ${now.entries} now`;
  throw anotherImport(folder, `the catalogue had ${change}`);
}

type Work = 'import' | 'upload' | 'sync' | 'ingester';

const anotherImport = (folder: string, difference: string, what: Work = 'import') =>
  new RangeError(
    `Cannot continue the ${what} in ${show(folder, LONGEST_PATH)} as it is another one: ${difference}; ${NEXT_STEP[what]}`,
  );

const NEXT_STEP: Readonly<Record<Work, string>> = {
  import: 'use the same catalogue and options, or start anew with another folder',
  sync: 'use the same catalogue and options, or start anew with another folder',
  upload: 'use the same source and options, or start anew with another folder',
  ingester:
    'make it as it was and close it, which imports the entries it has left; then take another folder for what goes elsewhere',
};

const LONGEST_PATH = 1_000;
