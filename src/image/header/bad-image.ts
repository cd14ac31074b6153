/** The file ends before what its header announces. */
export class TruncatedImage extends Error {}

/** The file says something of itself that cannot be. */
export class CorruptImage extends Error {}

/** A format in the clothes of an accepted one: camera RAW as TIFF, JPEG-LS as JPEG. The message is its name. */
export class UnsupportedImage extends Error {
  readonly width: number;
  readonly height: number;

  constructor(name: string, width: number, height: number) {
    super(name);
    this.width = width;
    this.height = height;
  }
}

/** Runs `check`; why the file ends too early, or null. */
export function truncationOf(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof TruncatedImage) return error.message;
    throw error;
  }
}
