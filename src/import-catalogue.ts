import { access, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CatalogueSource, readCatalogue } from './catalogue/read-catalogue.ts';
import { ImportAccount, type ImportSummary } from './import/entry-outcome.ts';
import { type ImportOptions, importSettings } from './import/import-options.ts';
import { openServices } from './import/open-services.ts';
import { placeFailures } from './import/place-failures.ts';
import { planEntries, plannedEntries } from './import/plan-entries.ts';
import { readFailures } from './import/read-failures.ts';
import { settleEntries } from './import/settle-entries.ts';
import { writeAccepted } from './import/write-accepted.ts';
import { META_FILE_NAME } from './meta/meta-lint.ts';
import { keyIn } from './service/oss-address.ts';

/**
 * The whole way of a catalogue into the gallery of an Image Search instance: every entry checked, alone and beside the others,
 * its image uploaded, increment.meta written beside the images, one batch task run, its failures read, the gallery asked for every image.
 * Each entry is told exactly once, to `onOutcome`; the summary adds up, or this throws.
 *
 * Aborting ends the work here. A task that was already submitted goes on at the service.
 *
 * @param catalogue a CSV, TSV or JSON-lines file, a folder of images, or entries from any iterable
 * @throws {TypeError | RangeError} for a wrong option, before anything is read
 * @throws {ImageSearchError} when the service or the network fails; nothing is submitted then, or the error says which task
 */
export async function importCatalogue(
  catalogue: CatalogueSource,
  options: ImportOptions,
): Promise<ImportSummary> {
  const settings = importSettings(catalogue, options);
  await checkFolder('images', settings.images);
  if (typeof catalogue === 'string') await access(catalogue); // the system says what is wrong with it
  const { address, verify, concurrency, pollDelay, onProgress, signal } = settings;
  const account = new ImportAccount(settings.onOutcome);
  const services = openServices(settings);
  const work = await mkdtemp(join(tmpdir(), 'imagesearch-import-'));
  try {
    const { serviceType } = await services.checkReady(signal);
    const { tasks, store, gallery } = services;

    const files = { meta: join(work, META_FILE_NAME), ledger: join(work, 'ledger.jsonl') };
    const rows = readCatalogue(catalogue, { signal });
    await planEntries(rows, { ...settings, work, serviceType, folder: address.folder, signal });
    const entries = plannedEntries(work);
    const submitted = await writeAccepted(entries, files, { ...settings, serviceType, store, account });
    if (submitted === 0) return account.close();

    const metaKey = keyIn(address.folder, META_FILE_NAME);
    const prepare = () => store.put(metaKey, { path: files.meta }, { signal });
    const ref = await tasks.submit(settings.to, { prepare, store, signal });
    account.submit(submitted);
    onProgress({ stage: 'waiting', done: 0, of: 1, taskId: ref.id });

    const state = await tasks.wait(ref, { signal, ...(pollDelay && { delay: pollDelay }) });
    onProgress({ stage: 'verifying', done: 0, of: submitted, taskId: ref.id });

    const reported = await readFailures(tasks, state, signal);
    const { byLine, unplaced } = await placeFailures(files.ledger, reported.failures, address.folder);
    const inDoubt = reported.inDoubt || unplaced.length > 0;
    const settling = { state, failures: byLine, gallery, concurrency, signal };
    let done = 0;
    for await (const outcome of settleEntries(files.ledger, {
      ...settling,
      verify: inDoubt ? 'equals' : verify ? 'exists' : 'no',
    })) {
      await account.tell(outcome);
      onProgress({ stage: 'verifying', done: ++done, of: submitted, taskId: ref.id });
    }
    return account.close([...reported.trouble, ...unplaced.map(({ raw }) => raw)]);
  } finally {
    services.close();
    await rm(work, { recursive: true, force: true });
  }
}

async function checkFolder(name: string, path: string): Promise<void> {
  if ((await stat(path)).isDirectory()) return;
  throw new TypeError(`Cannot import as '${name}' must be a folder: current value is "${path}"`);
}
