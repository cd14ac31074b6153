import { ImageValidator } from '../image/image-validator.ts';
import { MetaFileBuilder } from '../meta/meta-file-builder.ts';
import { META_FILE_NAME } from '../meta/model/meta-file-name.ts';
import { metaContext } from '../meta/model/meta-options.ts';
import type { MetaRecord } from '../meta/model/meta-record.ts';
import { RecordCheck } from '../meta/rules/check-record.ts';
import { keyIn } from '../service/oss-address.ts';
import { assertConserved } from '../shared/conservation.ts';
import { mapConcurrent } from '../shared/map-concurrent.ts';
import type { ObjectStore } from '../shared/object-store.ts';
import type { ServiceType } from '../shared/service-type.ts';
import { type UploadResult, uploadImages } from '../storage/upload-images.ts';
import { type AcceptedEntry, checkEntry } from './check-entry.ts';
import { notSubmitted } from './entry-outcome.ts';
import type { ImportAccount } from './import-account.ts';
import type { ImportSettings } from './import-options.ts';
import { JsonLinesWriter } from './json-lines-file.ts';
import type { LedgerLine } from './ledger.ts';
import type { PlannedEntry } from './plan-entries.ts';
import { refuseOverwrites } from './refuse-overwrites.ts';
import type { ReplacedDeletes } from './replaced-deletes.ts';

export interface WriteAcceptedOptions extends ImportSettings {
  readonly serviceType: ServiceType;
  readonly store: ObjectStore;
  readonly account: ImportAccount;
  readonly replaced: ReplacedDeletes;
}

/**
 * The middle of an import, one stream from end to end: images are checked, the accepted ones uploaded, and each
 * uploaded one written down, in increment.meta and in the ledger. Returns how many lines increment.meta has.
 */
export async function writeAccepted(
  entries: AsyncIterable<PlannedEntry>,
  files: { readonly meta: string; readonly ledger: string },
  options: WriteAcceptedOptions,
): Promise<number> {
  const { serviceType, profile, images, picNameBase, address, store, concurrency, signal } = options;
  const checks = {
    validator: new ImageValidator({ serviceType }),
    meta: new RecordCheck(metaContext({ serviceType, profile, picNameBase, metaFolder: address.folder })),
    images,
    folder: address.folder,
    picNameBase,
  };
  const checked = mapConcurrent(entries, (entry, inner) => checkEntry(entry, checks, inner), {
    concurrency,
    signal,
  });
  const uploaded = uploadImages(
    store,
    refuseOverwrites(checked, options.account, options.replaced, keyIn(address.folder, META_FILE_NAME)),
    { concurrency, signal },
  );
  const builder = new MetaFileBuilder({ serviceType, profile });
  const ledger = await JsonLinesWriter.create<LedgerLine>(files.ledger);
  try {
    const records = recordUploads(uploaded, ledger, options);
    const { adds, deletes, refused } = await builder.writeTo(files.meta, { records, signal });
    assertConserved('increment.meta', adds + deletes + refused, { adds, deletes }); // each line was checked before its upload
    return adds + deletes;
  } finally {
    await ledger.close();
  }
}

/** Adds a line to the ledger for each uploaded image, and yields its record for increment.meta. */
async function* recordUploads(
  uploaded: AsyncIterable<UploadResult<AcceptedEntry>>,
  ledger: JsonLinesWriter<LedgerLine>,
  { account, onProgress }: WriteAcceptedOptions,
): AsyncGenerator<MetaRecord, void, void> {
  let done = 0;
  for await (const { upload, issue } of uploaded) {
    if (issue !== null) {
      await account.report(notSubmitted(upload.entry, 'refused', [issue, ...upload.issues]));
    } else {
      const { entry, record, issues } = upload;
      await ledger.add({ place: entry.place, picName: entry.picName, record, issues });
      yield upload.record;
    }
    onProgress({ stage: 'uploading', done: ++done, of: undefined, taskId: undefined });
  }
}
