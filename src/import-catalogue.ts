import { access, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type CatalogueSource, readCatalogue } from './catalogue/read-catalogue.ts';
import { notSubmitted } from './import/entry-outcome.ts';
import { GalleryQuestions } from './import/gallery-questions.ts';
import { ImportAccount, type ImportFindings, type ImportSummary } from './import/import-account.ts';
import { type ImportOptions, importSettings } from './import/import-options.ts';
import { openServices } from './import/open-services.ts';
import { planEntries, plannedEntries } from './import/plan-entries.ts';
import { ReplacedDeletes } from './import/replaced-deletes.ts';
import { readFailures, settleEntries } from './import/settle-entries.ts';
import { Verification } from './import/verification.ts';
import { writeAccepted } from './import/write-accepted.ts';
import { META_FILE_NAME } from './meta/model/meta-file-name.ts';
import { keyIn } from './service/oss-address.ts';
import { withTaskRef } from './shared/image-search-error.ts';
import type { TaskRef } from './shared/task-ref.ts';
import { openTemporaryFolder } from './shared/temporary-folder.ts';

/**
 * Brings a catalogue into the gallery of an Image Search instance: checks every entry, alone and against the others,
 * uploads its image, writes increment.meta beside the images, runs one batch task, reads its failures, and asks the
 * gallery for a sample. `onOutcome` is called exactly once for each entry. The import throws when the counts of its summary
 * do not add up.
 *
 * Aborting ends the work of this process. A task that was already submitted goes on at the service.
 *
 * @param catalogue a CSV, TSV or JSON-lines file, a folder of images, or entries from any iterable
 * @throws {TypeError | RangeError} for a wrong option, before anything is read
 * @throws {ImageSearchError} when the service or the network fails; once the task was started, `taskRef` of the error names the task
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
      await account.report(notSubmitted(entry, status, issues));
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
    const beforeSubmit = () => store.put(metaKey, { path: files.meta }, { signal });
    taskRef = await tasks.submit(settings.to, { beforeSubmit, store, signal });
    const taskId = taskRef.id;
    account.submit(submitted);
    onProgress({ stage: 'waiting', done: 0, of: 1, taskId });

    const state = await tasks.wait(taskRef, { signal, pollDelay });
    onProgress({ stage: 'verifying', done: 0, of: undefined, taskId });

    const reading = { tasks, state, folder: address.folder, signal };
    const { byLine, unmatched, inDoubt } = await readFailures(files.ledger, reading);
    const questions = new GalleryQuestions({ gallery, clock, comparesContent: inDoubt });
    const verification = new Verification({
      ...{ how: verify, inDoubt, questions, queriesPerSecond, concurrency, clock, signal },
      onAsked: (done, of) => onProgress({ stage: 'verifying', done, of, taskId }),
    });
    const settling = { state, failures: byLine, verification, concurrency, signal };
    for await (const outcome of settleEntries(files.ledger, settling)) await account.report(outcome);
    return await close({
      verification: state.status === 'SUCCESS' ? verification.summary : undefined,
      unmatched,
    });
  } catch (error) {
    const isAbort = signal?.aborted === true && error === signal.reason; // the caller's own error stays as it is
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
