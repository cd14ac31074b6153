import type { MetaRecord } from '../../meta/model/meta-record.ts';
import type { GalleryFinding } from '../compare/gallery-finding.ts';
import type { EntryIssueCode } from '../entry-issue-code.ts';
import type { GalleryQuestions, NamedRecord } from '../settle/gallery-questions.ts';

const KINDS: Readonly<Partial<Record<EntryIssueCode, GalleryFinding['kind']>>> = {
  NOT_IN_GALLERY: 'missing',
  GALLERY_DIFFERS: 'differs',
  STILL_IN_GALLERY: 'still there',
};

/** Asks the gallery about one image. A question without an answer is a finding, too. */
export async function askGallery(
  questions: GalleryQuestions,
  record: MetaRecord,
  signal: AbortSignal,
): Promise<GalleryFinding> {
  const named = record as NamedRecord; // one without picName is not asked for
  const answer = await questions.ask(named, signal);
  const names = { productId: named.productId, picName: named.picName };
  if (answer.kind === 'as submitted') return { kind: 'as expected', ...names };
  const { code, message } = answer.issue;
  return { kind: KINDS[code as EntryIssueCode] ?? 'unanswered', ...names, message };
}
