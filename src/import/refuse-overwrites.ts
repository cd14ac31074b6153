import type { Issue } from '../shared/issue.ts';
import type { ImageUpload } from '../storage/upload-images.ts';
import type { AcceptedEntry, StoppedEntry } from './check-entry.ts';
import { notSubmitted } from './entry-outcome.ts';
import type { ImportAccount } from './import-account.ts';
import type { ReplacedDeletes } from './replaced-deletes.ts';

/**
 * Yields the accepted entries, and refuses those whose upload would overwrite another image of this import or its
 * increment.meta. Reports each refused entry to the account, and holds each DELETE that an ADD replaces.
 */
export async function* refuseOverwrites(
  entries: AsyncIterable<AcceptedEntry | StoppedEntry>,
  account: ImportAccount,
  replaced: ReplacedDeletes,
  metaKey: string,
): AsyncGenerator<AcceptedEntry, void, void> {
  const sources = new Map<string, ImageUpload['source']>([[metaKey, null]]);
  for await (const checked of entries) {
    account.supply();
    const { entry, issues } = checked;
    if (checked.status === 'accepted') {
      if (isTaken(checked, sources))
        await account.report(notSubmitted(entry, 'refused', [keyTaken(checked.key), ...issues]));
      else yield checked;
    } else if (checked.status === 'refused') {
      await account.report(notSubmitted(entry, 'refused', issues));
    } else {
      await replaced.hold(entry);
    }
  }
}

function isTaken({ source, key }: AcceptedEntry, sources: Map<string, ImageUpload['source']>): boolean {
  if (source === null) return false;
  if (sources.has(key)) return sources.get(key) !== source;
  sources.set(key, source);
  return false;
}

const keyTaken = (key: string): Issue => ({
  code: 'UPLOAD_KEY_TAKEN',
  severity: 'error',
  path: ['picName'],
  message: `Another file is to be stored as ${JSON.stringify(key)} already: give one of them another PicName`,
});
