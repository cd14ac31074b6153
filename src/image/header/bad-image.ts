/** The file ends before what its header announces. */
export class TruncatedImage extends Error {}

/** The header contradicts itself or its format. */
export class CorruptImage extends Error {}

/** A refused format that begins like an accepted one: camera RAW like TIFF, JPEG-LS like JPEG. The message is its name. */
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
