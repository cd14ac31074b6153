import type { Issue } from '../../shared/errors/issue.ts';
import { show } from '../../shared/options/checks.ts';
import type { ReadColumn } from '../columns/column-map.ts';
import type { ImageBytes } from '../model/catalogue-entry.ts';
import { type CatalogueIssueCode, catalogueIssue } from '../model/catalogue-rules.ts';
import { isWebAddress } from '../model/image-names.ts';
import { picNameOfImage } from '../model/pic-name-of-image.ts';
import { locationIssue } from './image-location.ts';
import { imageParts, type PartOptions } from './image-parts.ts';
import { notOfType, readName } from './read-value.ts';
import type { ImageValue, RowDraft } from './row-draft.ts';
import type { UrlNames } from './url-names.ts';

/** One image of a row. */
export interface RowImage {
  readonly image: string | ImageBytes;
  /** Of a URL: the name that is made of it. */
  readonly picName?: string | undefined;
  readonly issues: readonly Issue<CatalogueIssueCode>[];
}

export interface ImageOptions extends PartOptions {
  /** A slash at the beginning of a name means the folder of images. */
  readonly slashIsFolder: boolean;
  readonly urlNames: UrlNames;
  /** Values are names of files or objects that are there: blanks and separators are part of them. */
  readonly isExact: boolean;
  /** What stands in place of an image where there is none. */
  readonly noImage: string | undefined;
  /** Whether columns name the same image by rule, so that nobody is told. */
  readonly repeatsImages: boolean;
}

/** A path with the extension of an image that can be nothing else, as most are: the work of other names is spared. */
const PLAIN_PATH = /^[^:,;|\s\\/][^:,;|\s\\]*\.(?:jpe?g|png|webp|gif|bmp|tiff?)$/i;

/** The images of a row, each once. What is wrong with a value as a whole is told to the draft. */
export function readImages(draft: RowDraft, options: ImageOptions): readonly RowImage[] {
  const { images } = draft;
  const first = images[0];
  if (first === undefined) return [];
  if (images.length === 1 && typeof first.value === 'string' && PLAIN_PATH.test(first.value)) {
    const image = readName(first.value, first.column, draft);
    return image === undefined ? [] : [{ image, issues: [] }];
  }
  const each = new Set<string | ImageBytes>();
  for (const image of images.flatMap((one) => namedBy(one, draft, options))) {
    if (each.has(image) && !options.repeatsImages)
      draft.addIssue(
        'CATALOGUE_IMAGE_REPEATED',
        first.column,
        `The row names the image ${show(image)} twice: taken once`,
      );
    each.add(image);
  }
  const isNamed = draft.fields.picName !== undefined;
  return [...each].map((image) => imageNamed(image, isNamed, options));
}

/** What one value names: a path, an address, bytes, or a list of these. */
function namedBy(
  { value, column }: ImageValue,
  draft: RowDraft,
  options: ImageOptions,
): readonly (string | ImageBytes)[] {
  if (Array.isArray(value)) return value.flatMap((one: unknown) => onlyOne(one, column, draft));
  if (typeof value !== 'string') return onlyOne(value, column, draft);
  if (options.isExact) return [value];
  const name = readName(value, column, draft);
  if (name === undefined) return [];
  const parts = imageParts(name, options).filter((part) => part !== options.noImage);
  return options.slashIsFolder ? parts.map((part) => part.replace(/^\/(?!\/)/, '')) : parts;
}

function onlyOne(value: unknown, column: ReadColumn, draft: RowDraft): readonly (string | ImageBytes)[] {
  if (value instanceof URL) return [value.href];
  if (isImageBytes(value)) return [value];
  if (Array.isArray(value) || (typeof value === 'object' && value !== null)) {
    notOfType(value, column, draft, 'a path, a URL, bytes, or a list of these');
    return [];
  }
  if (value === null || value === undefined || value === '') return [];
  const name = readName(value, column, draft);
  return name === undefined ? [] : [name];
}

export const isImageBytes = (value: unknown): value is ImageBytes =>
  value instanceof Uint8Array ||
  value instanceof Blob ||
  (typeof value === 'object' && value !== null && Symbol.asyncIterator in value);

function imageNamed(image: string | ImageBytes, isNamed: boolean, { urlNames }: ImageOptions): RowImage {
  if (typeof image !== 'string') return { image, issues: [] };
  const fault = locationIssue(image);
  if (fault !== undefined) return { image, issues: [fault] };
  if (isNamed || !isWebAddress(image)) return { image, issues: [] };
  const wished = picNameOfImage(image);
  const { name, isTaken } = urlNames.nameFor(image, wished);
  if (!isTaken) return { image, picName: name, issues: [] };
  const message = `The image ${show(image)} has the path of another URL, ${show(wished)}: it is stored as ${show(name)}`;
  return { image, picName: name, issues: [catalogueIssue('CATALOGUE_URL_NAME', message, ['image'])] };
}
