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
  const { text, productId, picName, filter, start, count, categoryId, distinctProducts, scoreThreshold } =
    options;
  await using client = openClient(options);
  const query = {
    ...{ picture, text, productId, picName, filter, start, count },
    ...{ categoryId, distinctProducts, scoreThreshold },
  };
  const { images, matches, searchTimeMs } = await client.gallery.search(query as SearchQuery, { signal }); // which checks it
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
