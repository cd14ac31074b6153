import { CorruptImage } from '../header/bad-image.ts';
import type { ImageBytes } from '../header/image-bytes.ts';
import { CHUNK_HEAD, chunkEnd, holdsPicture, pictureSize, u24le, type WebpSize } from './webp-picture.ts';

const FRAME_HEAD = 16;

/** @throws {CorruptImage} when the picture of a chunk is not as large as the canvas, as libwebp demands. */
export function checkPicture(bytes: ImageBytes, chunk: number, canvas: WebpSize): void {
  const { width, height } = pictureSize(bytes, chunk);
  if (width !== canvas.width || height !== canvas.height)
    throw new CorruptImage(
      `its picture has ${width}×${height} px, its canvas ${canvas.width}×${canvas.height}`,
    );
}

/** @throws {CorruptImage} when the frame of an ANMF chunk holds no whole picture, or one that reaches beyond the canvas. */
export function checkFrame(bytes: ImageBytes, chunk: number, canvas: WebpSize): void {
  const at = chunk + CHUNK_HEAD;
  const end = chunkEnd(bytes, chunk);
  let inner = at + FRAME_HEAD;
  if (bytes.has(inner, 'ALPH')) inner = chunkEnd(bytes, inner);
  if (inner + CHUNK_HEAD > end || !holdsPicture(bytes, inner) || chunkEnd(bytes, inner) > end)
    throw new CorruptImage('a frame holds no whole picture');
  const { width, height } = pictureSize(bytes, inner);
  const right = 2 * u24le(bytes, at) + width;
  const bottom = 2 * u24le(bytes, at + 3) + height;
  if (right > canvas.width || bottom > canvas.height)
    throw new CorruptImage(
      `a frame ends at (${right}, ${bottom}), its canvas at (${canvas.width}, ${canvas.height})`,
    );
}
