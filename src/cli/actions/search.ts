import { stat } from 'node:fs/promises';
import type { FoundImage, SearchQuery } from '../../index.ts';
import type { Action } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { type ConnectionOptions, openClient } from '../options/connection.ts';
import { counted } from '../output/counted.ts';
import { STANDARD } from '../output/output-file.ts';
import { inColumns, widthOf } from '../output/text-width.ts';

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
  const isFile = picture !== undefined && picture !== STANDARD;
  if (isFile && (await stat(picture)).isDirectory())
    // before anything is asked
    throw new TypeError(`Cannot search by ${picture} as it is a folder: name a picture in it`);
  await using client = openClient(options);
  const { text, productId, picName, filter, start, count, categoryId, distinctProducts, scoreThreshold } =
    options;
  const given = {
    picture: isFile || picture === undefined ? picture : process.stdin,
    ...{ text, productId, picName, filter, start, count },
    ...{ categoryId, distinctProducts, scoreThreshold },
  };
  const query = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const { images, matches, searchTimeMs } = await client.gallery.search(
    query as unknown as SearchQuery, // `checkQuestion` has made sure of one question
    { signal },
  );
  const rows = images.map(fieldsOf);
  const widths = [0, 1, 2].map((n) => Math.max(0, ...rows.map((fields) => widthOf(fields[n] ?? ''))));
  for (const [n, image] of images.entries()) await output.result(image, inColumns(rows[n] ?? [], widths));
  await output.result(
    { summary: { images: images.length, matches: matches ?? null, searchTimeMs: searchTimeMs ?? null } },
    `${counted(images.length, 'image')}${matches === undefined ? '' : ` of ${matches} that match`}`,
  );
  return EXIT.fine;
};

/** Found by a filter, images have no score. */
const fieldsOf = ({ score, productId, picName, customContent = '' }: FoundImage): readonly string[] => [
  ...(score === undefined ? [] : [score.toFixed(4)]),
  ...[productId, picName, customContent],
];

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
