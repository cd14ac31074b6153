import type { ImageBytes } from '../header/image-bytes.ts';
import { type ImageIssue, imageIssue } from '../image-issue.ts';
import { mistakenFor } from './mistaken-file.ts';

/** How much of a file the two libraries get: a bound on what hostile boxes can make them do. */
const MOST_BYTES = 16 * 1024;

const TEXTS = [
  { name: 'SVG', pattern: /^[\s\S]{0,2048}?<svg[\s>]/ },
  { name: 'PAM', pattern: /^P7\s/ },
  { name: 'PFM', pattern: /^P[Ff]\s/ },
] as const;

/**
 * The formats that can be measured, by file-type's name. One handler of image-size each: its own detection
 * would try every format on bytes we know.
 */
const HANDLERS: Readonly<Record<string, () => Promise<Handler>>> = {
  avif: heif,
  heic: heif,
  heif,
  jp2: async () => (await import('image-size/types/jp2')).JP2,
  jxl: async () => (await import('image-size/types/jxl')).JXL,
  psd: async () => (await import('image-size/types/psd')).PSD,
  ico: async () => (await import('image-size/types/ico')).ICO,
};

interface Handler {
  calculate(input: Uint8Array): { readonly width: number; readonly height: number };
}

/** What file-type calls the accepted formats. */
const ACCEPTED = ['JPG', 'PNG', 'APNG', 'GIF', 'BMP', 'WEBP', 'TIF'];

/** A format that is not accepted, with its size in px where that could be measured. */
interface NamedFormat {
  readonly name: string;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

/** What bytes are that are in no accepted format: a format, or how an image came to be none. */
export async function describeRefused(bytes: ImageBytes): Promise<ImageIssue> {
  const format = await identifyFormat(bytes);
  const mistake =
    format === null || ACCEPTED.includes(format.name) || format.name === 'XML' ? mistakenFor(bytes) : null;
  return mistake === null
    ? describeUnsupported(format)
    : imageIssue('IMAGE_FORMAT_UNSUPPORTED', ['format'], mistake);
}

/** Null for bytes that no one knows. Loads file-type and image-size, and only here. */
export async function identifyFormat(bytes: ImageBytes): Promise<NamedFormat | null> {
  const head = new Uint8Array(bytes.head(MOST_BYTES)); // a copy: image-size reads beyond a view
  const text = Buffer.from(head.buffer, 0, Math.min(head.length, 4096)).toString('latin1');
  const known = TEXTS.find(({ pattern }) => pattern.test(text));
  if (known !== undefined) return known;
  const { fileTypeFromBuffer } = await import('file-type/core');
  const type = await fileTypeFromBuffer(head).catch(() => undefined);
  return type === undefined ? null : { name: type.ext.toUpperCase(), ...(await measure(type.ext, head)) };
}

export function describeUnsupported(format: NamedFormat | null): ImageIssue {
  const size = format?.width && format.height ? `, ${format.width}×${format.height}` : '';
  const name =
    format === null
      ? 'not known'
      : ACCEPTED.includes(format.name)
        ? `not known, although it begins like ${format.name}`
        : `${format.name}${size}`;
  return imageIssue(
    'IMAGE_FORMAT_UNSUPPORTED',
    ['format'],
    `Format is ${name}; accepted are PNG, JPEG, BMP, GIF, WebP, TIFF and PPM; convert it to one of them`,
  );
}

async function measure(extension: string, bytes: Uint8Array) {
  const handler = await HANDLERS[extension]?.();
  try {
    const { width, height } = handler?.calculate(bytes) ?? {};
    return width && height ? { width, height } : null;
  } catch {
    return null; // the size is not in this part of the file
  }
}

async function heif(): Promise<Handler> {
  return (await import('image-size/types/heif')).HEIF;
}
