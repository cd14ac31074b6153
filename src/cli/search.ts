import type { FoundImage, SearchQuery } from '../index.ts';
import { type ConnectionOptions, openClient } from './connection.ts';
import type { Action } from './context.ts';
import { counted } from './counted.ts';
import { EXIT } from './exit-codes.ts';

export interface SearchCommandOptions extends ConnectionOptions {
  readonly text?: string | undefined;
  readonly productId?: string | undefined;
  readonly picName?: string | undefined;
  readonly filter?: string | undefined;
  readonly start?: number | undefined;
  readonly count?: number | undefined;
  readonly categoryId?: number | undefined;
  readonly distinctProducts?: boolean | undefined;
  readonly scoreThreshold?: number | undefined;
}

/** `search [PICTURE]`: what the gallery finds for a picture, an image of its own, a text or a filter. */
export const search: Action<readonly [string?], SearchCommandOptions> = async (
  { output, signal },
  [picture],
  options,
) => {
  checkQuestion(picture, options);
  await using client = openClient(options);
  const { text, productId, picName, filter, start, count, categoryId, distinctProducts, scoreThreshold } =
    options;
  const given = {
    ...{ picture, text, productId, picName, filter, start, count },
    ...{ categoryId, distinctProducts, scoreThreshold },
  };
  const query = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const { images, matches, searchTimeMs } = await client.gallery.search(
    query as unknown as SearchQuery, // `checkQuestion` has made sure of one question
    { signal },
  );
  for (const image of images) await output.result(image, described(image));
  await output.result(
    { summary: { images: images.length, matches: matches ?? null, searchTimeMs: searchTimeMs ?? null } },
    `${counted(images.length, 'image')}${matches === undefined ? '' : ` of ${matches} that match`}`,
  );
  return EXIT.fine;
};

const described = ({ score, productId, picName, customContent = '' }: FoundImage): string =>
  [score === undefined ? '' : score.toFixed(4), productId, picName, customContent]
    .filter((part) => part !== '')
    .join('  ');

/** @throws {TypeError} unless exactly one thing is searched by */
function checkQuestion(picture: string | undefined, options: SearchCommandOptions): void {
  const { text, productId, picName, filter } = options;
  const asked = [
    picture === undefined ? '' : 'a picture',
    text === undefined ? '' : '--text',
    productId === undefined ? '' : '--product-id',
    picName === undefined ? '' : '--pic-name',
  ].filter((one) => one !== '');
  const isByImage = asked.join() === '--product-id,--pic-name';
  if (isByImage || (asked.length === 1 && productId === undefined && picName === undefined)) return;
  if (asked.length === 0 && filter !== undefined) return;
  const current = asked.length === 0 ? 'none' : asked.join(' and ');
  throw new TypeError(
    `Cannot search as it needs one of a picture, --text, --filter alone, or --product-id with --pic-name: current are ${current}`,
  );
}
