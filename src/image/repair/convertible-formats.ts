import { identifyFormat } from '../formats/unsupported-format.ts';
import { ImageBytes } from '../header/image-bytes.ts';
import { CannotRepair } from './repair-issue.ts';

/** What sharp must recognise the bytes as. */
type SharpFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'heif' | 'svg' | 'jp2' | 'jxl';

/**
 * Formats that Image Search does not take and sharp may read, by the name they are refused under. Others are not
 * handed to it: of a camera's RAW it would decode the small preview, and builds differ in what else they open.
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

/** What the bytes are by our own reading. */
export interface SourceFormat {
  /** As messages say it. */
  readonly name: string;
  readonly sharp: SharpFormat;
}

/**
 * What to expect of bytes without facts: a format that is not accepted.
 *
 * @throws {CannotRepair} when it is none that can be converted.
 */
export async function convertibleFormat(bytes: Uint8Array): Promise<SourceFormat> {
  const { name = 'not known' } = (await identifyFormat(new ImageBytes(bytes.length, bytes))) ?? {};
  const sharp = CONVERTIBLE[name];
  if (sharp !== undefined) return { name, sharp };
  throw new CannotRepair(
    'IMAGE_REPAIR_NO_DECODER',
    ['format'],
    `Format is ${name}, and only ${Object.keys(CONVERTIBLE).join(', ')} are converted; save it as PNG or JPEG`,
  );
}
