import { access } from 'node:fs/promises';
import {
  type ExpectedImage,
  type MetaRecord,
  type PIC_NAME_BASES,
  parseOssAddress,
  type ReadingOptions,
  readCatalogue,
  recordOf,
  type VERIFY_IMPORT_BY,
  verifyImport,
} from '../../index.ts';
import type { Action } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { type CatalogueCommandOptions, catalogueAt, readingOptions } from '../options/catalogue-options.ts';
import { type ConnectionOptions, openClient } from '../options/connection.ts';
import type { ReportCommandOptions } from '../options/report-options.ts';
import { counted } from '../output/counted.ts';

export interface VerifyCommandOptions
  extends ConnectionOptions,
    CatalogueCommandOptions,
    ReportCommandOptions {
  readonly by: (typeof VERIFY_IMPORT_BY)[number];
  readonly to?: string | undefined;
  readonly picNameBase: (typeof PIC_NAME_BASES)[number];
  readonly concurrency: number;
}

/** `verify CATALOGUE`: compares the gallery with what an import of the catalogue was to make of it. */
export const verify: Action<readonly [string], VerifyCommandOptions> = async (
  context,
  [catalogue],
  options,
) => {
  const { output, signal, named, commandLine } = context;
  const { by, to, picNameBase, concurrency } = options;
  const metaFolder = to === undefined ? undefined : parseOssAddress(to).folder;
  if (catalogue !== '-') await access(catalogue); // before anything is asked
  await using client = openClient(options);
  const passedOver = { refused: 0 };
  const report = options.report && { path: options.report, language: options.lang, subject: catalogue };
  const reading = readingOptions(catalogue, options, context);
  const records = recordsOf(catalogue, { picNameBase, metaFolder }, reading, passedOver, signal);
  const verification = verifyImport(records, {
    ...{ gallery: client.gallery, by, concurrency, signal },
    ...(report && { report }),
    commandLine,
  });
  for await (const finding of verification) {
    const { kind, productId, picName, fields = [] } = finding;
    const message = finding.message === undefined ? null : named(finding.message);
    const why = [fields.length > 0 ? `in ${fields.join(', ')}` : '', message ?? ''].filter(
      (part) => part !== '',
    );
    await output.result(
      { kind, productId, picName, fields, message },
      [kind, productId, picName, ...why].join(' '),
    );
  }
  const { summary } = verification;
  if (passedOver.refused > 0)
    output.note(
      `${counted(passedOver.refused, 'row')} of ${catalogue} cannot be read and ${passedOver.refused === 1 ? 'was' : 'were'} not looked for`,
    );
  const { expected, compared, missing, differs, stillThere, unanswered, superfluous = 0 } = summary;
  await output.result({ summary: { ...summary, refusedRows: passedOver.refused } }, [
    `${counted(expected, 'image')} expected, ${compared} compared: ${missing} missing, ${differs} differ, ${stillThere} still there, ${unanswered} unanswered${superfluous > 0 ? `, ${superfluous} superfluous` : ''}`,
    summary.means,
  ]);
  if (missing + differs + stillThere + superfluous + passedOver.refused > 0) return EXIT.data;
  return unanswered > 0 ? EXIT.service : EXIT.fine;
};

async function* recordsOf(
  catalogue: string,
  naming: Parameters<typeof recordOf>[1],
  reading: ReadingOptions,
  passedOver: { refused: number },
  signal: AbortSignal,
): AsyncGenerator<ExpectedImage, void, void> {
  for await (const { entry, place, issues } of readCatalogue(catalogueAt(catalogue), {
    ...reading,
    signal,
  })) {
    if (entry === undefined || entry === null) {
      passedOver.refused += 1;
      yield { status: 'refused', productId: null, picName: null, place, issues };
    } else yield recordOf(entry, naming) as MetaRecord; // its names are checked where they are looked for
  }
}
