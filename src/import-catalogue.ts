import { access, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type CatalogueSource, readCatalogue } from './catalogue/read-catalogue.ts';
import { stopped } from './import/check-entry.ts';
import { ImportAccount, type ImportFindings, type ImportSummary } from './import/entry-outcome.ts';
import { GalleryQuestions } from './import/gallery-questions.ts';
import { type ImportOptions, importSettings } from './import/import-options.ts';
import { openServices } from './import/open-services.ts';
import { placeFailures } from './import/place-failures.ts';
import { planEntries, plannedEntries } from './import/plan-entries.ts';
import { readFailures } from './import/read-failures.ts';
import { ReplacedDeletes } from './import/replaced-deletes.ts';
import { settleEntries } from './import/settle-entries.ts';
import { Verification } from './import/verification.ts';
import { writeAccepted } from './import/write-accepted.ts';
import { META_FILE_NAME } from './meta/model/meta-file-name.ts';
import { keyIn } from './service/oss-address.ts';
import { withTaskRef } from './shared/image-search-error.ts';
import type { TaskRef } from './shared/task-ref.ts';
import { openTemporaryFolder } from './shared/temporary-folder.ts';

/**
 * The whole way of a catalogue into the gallery of an Image Search instance: every entry checked, alone and beside the
 * others, its image uploaded, increment.meta written beside the images, one batch task run, its failures read, the gallery
 * asked for a sample.
 * Each entry is told exactly once, to `onOutcome`; the summary adds up, or this throws.
 *
 * Aborting ends the work here. A task that was already submitted goes on at the service.
 *
 * @param catalogue a CSV, TSV or JSON-lines file, a folder of images, or entries from any iterable
 * @throws {TypeError | RangeError} for a wrong option, before anything is read
 * @throws {ImageSearchError} when the service or the network fails; once the task was started, its `taskRef` names the task
 */
export async function importCatalogue(
  catalogue: CatalogueSource,
  options: ImportOptions,
): Promise<ImportSummary> {
  const settings = importSettings(catalogue, options);
  const services = openServices(settings);
  await checkFolder('images', settings.images);
  if (typeof catalogue === 'string') await access(catalogue); // the system says what is wrong with it
  const { address, verify, concurrency, clock, pollDelay, onProgress, signal } = settings;
  const { path: work, remove } = await openTemporaryFolder();
  const replaced = new ReplacedDeletes(work);
  const account = new ImportAccount(settings.onOutcome, replaced);
  const close = async (findings?: ImportFindings) => {
    for await (const { entry, status, issues } of replaced.settle())
      await account.tell(stopped(entry, status, issues));
    return account.close(findings);
  };
  let taskRef: TaskRef | undefined;
  try {
    const { serviceType, queriesPerSecond } = await services.checkReady(signal);
    const { tasks, store, gallery } = services;

    const files = { meta: join(work, META_FILE_NAME), ledger: join(work, 'ledger.jsonl') };
    const rows = readCatalogue(catalogue, { signal });
    await planEntries(rows, { ...settings, work, serviceType, folder: address.folder, signal });
    const entries = plannedEntries(work);
    const writing = { ...settings, serviceType, store, account, replaced };
    const submitted = await writeAccepted(entries, files, writing);
    if (submitted === 0) return await close();

    const metaKey = keyIn(address.folder, META_FILE_NAME);
    const prepare = () => store.put(metaKey, { path: files.meta }, { signal });
    taskRef = await tasks.submit(settings.to, { beforeSubmit: prepare, store, signal });
    const taskId = taskRef.id;
    account.submit(submitted);
    onProgress({ stage: 'waiting', done: 0, of: 1, taskId });

    const state = await tasks.wait(taskRef, { signal, ...(pollDelay && { pollDelay: pollDelay }) });
    onProgress({ stage: 'verifying', done: 0, of: undefined, taskId });

    const reported = await readFailures(tasks, state, signal);
    const { byLine, unplaced } = await placeFailures(files.ledger, reported.failures, address.folder);
    const inDoubt = reported.inDoubt || unplaced.length > 0;
    const questions = new GalleryQuestions({ gallery, clock, comparesContent: inDoubt });
    const verification = new Verification({
      ...{ how: verify, inDoubt, questions, queriesPerSecond, concurrency, clock, signal },
      onAsked: (done, of) => onProgress({ stage: 'verifying', done, of, taskId }),
    });
    const settling = { state, failures: byLine, verification, concurrency, signal };
    for await (const outcome of settleEntries(files.ledger, settling)) await account.tell(outcome);
    return await close({
      verification: state.status === 'SUCCESS' ? verification.summary : undefined,
      unplaced: [...reported.trouble, ...unplaced.map(({ raw }) => raw)],
    });
  } catch (error) {
    const isAbort = signal?.aborted === true && error === signal.reason; // the caller's own, which stays as it is
    throw taskRef === undefined || isAbort ? error : withTaskRef(error, taskRef);
  } finally {
    services.close();
    await remove();
  }
}

async function checkFolder(name: string, path: string): Promise<void> {
  if ((await stat(path)).isDirectory()) return;
  throw new TypeError(`Cannot import as '${name}' must be a folder: current value is "${path}"`);
}
