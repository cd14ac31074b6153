import type { GalleryClient, GalleryImage } from '../gallery/gallery-client.ts';
import type { MetaRecord } from '../meta/model/meta-record.ts';
import { neverReachedService } from '../service/network-error.ts';
import { type ImageSearchError, isImageSearchError } from '../shared/image-search-error.ts';
import type { Issue } from '../shared/issue.ts';
import type { Clock } from '../shared/sleep.ts';
import { importIssue } from './import-issue.ts';

/** A record that names an image: only then there is something that the gallery can be asked for. */
export type NamedRecord = MetaRecord & { readonly picName: string };

/**
 * What the gallery says of one image. A question that was sent and got no answer, and one that was not sent, say nothing
 * about the image.
 */
export type GalleryAnswer =
  | { readonly kind: 'as submitted' }
  | { readonly kind: 'missing' | 'unanswered' | 'not asked'; readonly issue: Issue };

export interface GalleryQuestionsOptions {
  readonly gallery: GalleryClient;
  readonly clock: Clock;
  /**
   * Whether an image must also carry the content that this import gave it: an earlier import may have left an image of
   * the same names.
   */
  readonly comparesContent: boolean;
}

/** No document says how soon the gallery shows what a task has added: an image counts as missing after so many looks. */
const LOOKS = 3;

/** How long a question waits for a gallery that does not answer. */
const PATIENCE_MS = 60_000;
const LONGEST_WAIT_MS = 10_000;
/** How often a question is sent while the gallery answers others: then the trouble is its own. */
const OWN_TRIES = 3;

/**
 * Asks the gallery about images, one by one. A question that fails concerns its own image alone. While the gallery is
 * away, questions wait for it; once it has been silent for a minute, or refuses the credentials, to questions about
 * different images, no further question is sent.
 */
export class GalleryQuestions {
  readonly #options: GalleryQuestionsOptions;
  /** Answers so far, refusals included. */
  #answers = 0;
  #silentSince: number | undefined;
  /** Of the images whose questions failed for a reason that may concern all: the first since the last success. */
  #failing: NamedRecord | undefined;
  #gaveUp: ImageSearchError | undefined;

  constructor(options: GalleryQuestionsOptions) {
    this.#options = options;
  }

  /** Whether no further question is sent. */
  get hasGivenUp(): boolean {
    return this.#gaveUp !== undefined;
  }

  /** @throws the signal's reason; trouble of the service is an answer */
  async ask(record: NamedRecord, signal: AbortSignal | undefined): Promise<GalleryAnswer> {
    const { clock } = this.#options;
    const answersBefore = this.#answers;
    for (let tries = 1; ; tries++) {
      if (this.#gaveUp !== undefined) return { kind: 'not asked', issue: unverified(this.#gaveUp) };
      try {
        const issue = await this.#look(record, signal);
        this.#hear();
        this.#failing = undefined;
        return issue === undefined ? { kind: 'as submitted' } : { kind: 'missing', issue };
      } catch (error) {
        signal?.throwIfAborted();
        if (!isImageSearchError(error)) throw error;
        const isOwn = tries >= OWN_TRIES && this.#answers > answersBefore;
        if (isOwn || !this.#isWorthWaiting(error, record))
          return { kind: 'unanswered', issue: unverified(error) };
      }
      await clock.sleep(Math.min(1_000 * 2 ** (tries - 1), LONGEST_WAIT_MS), signal);
    }
  }

  #hear(): void {
    this.#answers += 1;
    this.#silentSince = undefined;
  }

  #isWorthWaiting(error: ImageSearchError, record: NamedRecord): boolean {
    if (error.retryable || neverReachedService(error)) {
      const now = this.#options.clock.now();
      this.#silentSince ??= now;
      if (now - this.#silentSince < PATIENCE_MS) return true;
      this.#failFor(record, error);
      return false;
    }
    this.#hear(); // the service has answered, and refuses this question
    if (error.httpStatus === 401 || error.httpStatus === 403) this.#failFor(record, error);
    return false;
  }

  /** One image may be the reason for itself; two different ones are not. */
  #failFor(record: NamedRecord, error: ImageSearchError): void {
    this.#failing ??= record;
    if (this.#failing !== record) this.#gaveUp = error;
  }

  async #look(record: NamedRecord, signal: AbortSignal | undefined): Promise<Issue | undefined> {
    const { gallery, clock, comparesContent } = this.#options;
    const { operationType, productId, picName } = record;
    for (let look = 1; ; look++) {
      const found = await gallery.find(productId, picName, { signal });
      const wrong =
        operationType === 'DELETE' ? found && STILL_THERE : differs(record, found, comparesContent);
      if (wrong === undefined || look === LOOKS) return wrong;
      await clock.sleep(1_000 * look, signal);
    }
  }
}

const COMPARED = [
  'customContent',
  ...(['intAttr', 'intAttr2', 'intAttr3', 'intAttr4'] as const),
  ...(['strAttr', 'strAttr2', 'strAttr3', 'strAttr4'] as const),
] as const;

function differs(
  record: MetaRecord,
  found: GalleryImage | undefined,
  comparesContent: boolean,
): Issue | undefined {
  if (found === undefined) return NOT_THERE;
  if (!comparesContent || record.operationType === 'DELETE') return undefined;
  const other = COMPARED.filter((key) => (record[key] ?? '') !== (found[key] ?? ''));
  if (other.length === 0) return undefined;
  return importIssue(
    'GALLERY_DIFFERS',
    `The gallery holds an image of these names with another ${other.join(', ')}: an earlier one, it seems`,
  );
}

const unverified = ({ message, code }: ImageSearchError): Issue =>
  importIssue(
    'UNVERIFIED',
    `The task ended as a success, but the gallery could not be asked for this image: ${message} [${code}]`,
  );

const NOT_THERE = importIssue(
  'NOT_IN_GALLERY',
  'The task ended as a success, but the gallery does not hold this image',
);
const STILL_THERE = importIssue(
  'STILL_IN_GALLERY',
  'The task ended as a success, but the gallery still holds this image',
);
