import type { EntryOutcome, ImportSummary } from 'imagesearch-import';

const HEADINGS = {
  imported: 'Imported',
  deleted: 'Deleted',
  refused: 'Refused before upload',
  skipped: 'Left out, as another entry does it',
  failed: 'Failed at the service',
  ready: 'Would be submitted',
} as const satisfies Record<EntryOutcome['status'], string>;

/** Prints every entry once, by what became of it, and the sums. */
export function printAccount(
  outcomes: readonly EntryOutcome[],
  summary: ImportSummary,
  inGallery: number,
): void {
  const width = Math.max(...outcomes.map(({ picName }) => (picName ?? '').length), 0);
  for (const [status, heading] of Object.entries(HEADINGS)) {
    const those = outcomes.filter((outcome) => outcome.status === status);
    if (those.length === 0) continue;
    console.log(`\n${heading}: ${those.length}`);
    for (const { place, productId, picName, issues } of those) {
      const why = issues
        .filter(({ severity }) => severity === 'error' || status === 'skipped')
        .map(({ code, message }) => `${code}: ${message}`);
      const entry = `${String(place.line).padStart(5)}  ${(picName ?? '').padEnd(width)}  ${productId ?? '(no product id)'}`;
      console.log([entry, ...why].join('\n         '));
    }
  }
  const { supplied, accepted, refused, skipped, submitted, succeeded, failed, seconds, verification } =
    summary;
  console.log(`
${supplied} supplied   = ${accepted} accepted + ${refused} refused
${accepted} accepted   = ${submitted} submitted + ${skipped} skipped
${submitted} submitted  = ${succeeded} succeeded + ${failed} failed
Asked the gallery: ${verification?.means ?? 'no task has succeeded'}
The gallery holds ${inGallery} images. ${seconds} s`);
}
