import { describeRefused, identifyFormat } from '../formats/unsupported-format.ts';
import { ImageBytes } from '../header/image-bytes.ts';
import { CannotRepair } from './repair-issue.ts';

/** What sharp must recognise the bytes as. */
type SharpFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'heif' | 'svg' | 'jp2' | 'jxl';

/**
 * Formats that Image Search refuses and sharp may decode, by the name that `identifyFormat` gives. Others are not passed to
 * sharp: it would decode the small preview in a camera's RAW file, and its builds differ in what else they read.
 */
const CONVERTIBLE: Readonly<Record<string, SharpFormat>> = {
  AVIF: 'heif',
  HEIC: 'heif',
  SVG: 'svg',
  JP2: 'jp2',
  JPX: 'jp2',
  J2C: 'jp2',
  JXL: 'jxl',
};

/** The format of the bytes, by our own reading. */
export interface SourceFormat {
  /** The name for messages. */
  readonly name: string;
  readonly sharp: SharpFormat;
}

/**
 * The format of bytes that are in no accepted format.
 *
 * @throws {CannotRepair} for a format that cannot be converted.
 */
export async function convertibleFormat(bytes: Uint8Array): Promise<SourceFormat> {
  const image = new ImageBytes(bytes.length, bytes);
  const name = (await identifyFormat(image))?.name ?? 'not known';
  const sharp = CONVERTIBLE[name];
  if (sharp !== undefined) return { name, sharp };
  const { message } = await describeRefused(image);
  throw new CannotRepair(
    'IMAGE_REPAIR_NO_DECODER',
    ['format'],
    `${message.split(';')[0]}, and only ${Object.keys(CONVERTIBLE).join(', ')} are converted; save it as PNG or JPEG`,
  );
}
