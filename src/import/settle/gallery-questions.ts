import type { GalleryClient } from '../../gallery/gallery-client.ts';
import type { GalleryImage } from '../../gallery/gallery-image.ts';
import type { MetaRecord } from '../../meta/model/meta-record.ts';
import type { Patience } from '../../service/patience.ts';
import type { Clock } from '../../shared/async/sleep.ts';
import { type ImageSearchError, isImageSearchError } from '../../shared/errors/image-search-error.ts';
import type { Issue } from '../../shared/errors/issue.ts';
import { shortageOf } from '../../shared/errors/shortage.ts';
import { otherFields } from '../compare/other-fields.ts';
import { importIssue } from '../import-issue.ts';
import { OWN_TRIES } from '../own-tries.ts';

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
  /** Waits for a gallery that is away. Where shards share it, each does not wait anew. */
  readonly patience: Patience;
  readonly clock: Clock;
  /**
   * Whether an image must also carry the content that this import gave it: an earlier import may have left an image of
   * the same names.
   */
  readonly comparesContent: boolean;
  /** @default what an import says */
  readonly says?: (typeof SAYS)[keyof typeof SAYS] | undefined;
}

/** No document says how soon the gallery shows what a task has added: an image counts as missing after so many looks. */
const LOOKS = 3;

/** Statuses of refusals that may concern every question: of credentials, and of what they may do. */
const REFUSES_ALL: readonly (number | undefined)[] = [401, 403];

/**
 * Asks the gallery about images, one by one. A question that fails concerns its own image alone. While the gallery is
 * away, questions wait for it; once it has been away for too long, or refuses the credentials, to questions about
 * different images, no further question is sent.
 */
export class GalleryQuestions {
  readonly #options: GalleryQuestionsOptions;
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

  /** @throws the signal's reason, or a shortage of this machine; trouble of the service is an answer */
  async ask(record: NamedRecord, signal: AbortSignal | undefined): Promise<GalleryAnswer> {
    if (this.#gaveUp !== undefined)
      return { kind: 'not asked', issue: unverified(this.#gaveUp, this.#options.says) };
    const { patience } = this.#options;
    try {
      const look = () => this.#look(record, signal);
      const issue = await patience.run(look, { signal, ownTries: OWN_TRIES });
      this.#failing = undefined;
      return issue === undefined ? { kind: 'as submitted' } : { kind: 'missing', issue };
    } catch (error) {
      signal?.throwIfAborted();
      if (!isImageSearchError(error) || shortageOf(error) !== undefined) throw error;
      if (patience.isOver || REFUSES_ALL.includes(error.httpStatus)) this.#failFor(record, error);
      return { kind: 'unanswered', issue: unverified(error, this.#options.says) };
    }
  }

  /** One image may be the reason for itself; two different ones are not. */
  #failFor(record: NamedRecord, error: ImageSearchError): void {
    this.#failing ??= record;
    if (this.#failing !== record) this.#gaveUp = error;
  }

  async #look(record: NamedRecord, signal: AbortSignal | undefined): Promise<Issue | undefined> {
    const { gallery, clock, comparesContent, says = SAYS.import } = this.#options;
    const { operationType, productId, picName } = record;
    for (let look = 1; ; look++) {
      const found = await gallery.find(productId, picName, { signal });
      const wrong =
        operationType === 'DELETE'
          ? found && importIssue('STILL_IN_GALLERY', says.stillThere)
          : found === undefined
            ? importIssue('NOT_IN_GALLERY', says.missing)
            : differs(record, found, comparesContent);
      if (wrong === undefined || look === LOOKS) return wrong;
      await clock.sleep(1_000 * look, signal);
    }
  }
}

function differs(record: MetaRecord, found: GalleryImage, comparesContent: boolean): Issue | undefined {
  if (!comparesContent || record.operationType === 'DELETE') return undefined;
  const other = otherFields(record, found);
  if (other.length === 0) return undefined;
  return importIssue(
    'GALLERY_DIFFERS',
    `The gallery holds an image of these names with another ${other.join(', ')}: an earlier one, it seems`,
  );
}

/** What an import says, whose task is over, and what is said where nobody knows of a task. */
export const SAYS = {
  import: {
    missing: 'The task ended as a success, but the gallery does not hold this image',
    stillThere: 'The task ended as a success, but the gallery still holds this image',
    unanswered: 'The task ended as a success, but the gallery could not be asked for this image',
  },
  verification: {
    missing: 'The gallery does not hold this image: bring it in with import, or all that differs with sync',
    stillThere: 'The gallery still holds this image: delete it with import, or all that differs with sync',
    unanswered: 'The gallery could not be asked for this image',
  },
} as const;

export const unverified = (
  { message, code }: ImageSearchError,
  { unanswered }: GalleryQuestionsOptions['says'] = SAYS.import,
): Issue => importIssue('UNVERIFIED', `${unanswered}: ${message} [${code}]`);
