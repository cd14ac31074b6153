import type { ListedObject } from '../../shared/objects/object-store.ts';
import { badAnswer } from './range-answer.ts';

/** A page of a listing, and what leads to the next one; undefined after the last. */
interface Page {
  readonly contents: readonly ListedObject[];
  readonly token: string | undefined;
}

/**
 * Every object of a listing, a page in memory at a time.
 *
 * @param action as messages name it: `list s3://bucket/prefix`
 * @throws {ImageSearchError} `BAD_ANSWER` for a page that leads back to itself, which would have no end
 */
export async function* listedIn(
  action: string,
  page: (token: string | undefined) => Promise<Page>,
): AsyncGenerator<ListedObject, void, void> {
  for (let next: string | undefined, first = true; first || next !== undefined; first = false) {
    const { contents, token } = await page(next);
    yield* contents;
    if (token !== undefined && token === next) throw badAnswer(action, 'leads back to itself');
    next = token;
  }
}
