import { extensionOf, FORMATS } from '../formats/image-formats.ts';
import type { ImageFormat } from '../image-facts.ts';
import { extensionMismatch } from '../image-rules.ts';

/** The extension an image of this format should have: the one of its name where that fits. Without the dot. */
export function fittingExtension(name: string | null, format: ImageFormat): string {
  const given = extensionOf(name);
  const fitting: readonly string[] = FORMATS[format].extensions;
  return given !== null && fitting.includes(given) ? given : FORMATS[format].extensions[0];
}

/**
 * A name that fits the format. One whose extension says no format stays as it is, unless the image was `converted`: then it
 * gets one. A dot with digits behind it, as in `photo.2024`, is part of the name.
 */
export function fittingName(name: string, format: ImageFormat, converted: boolean): string {
  const fitting = fittingExtension(name, format);
  if (extensionOf(name) === fitting) return name;
  if (extensionMismatch(format, name) !== undefined) return `${name.replace(/\.[^.]*$/, '')}.${fitting}`;
  return converted ? `${name}.${fitting}` : name;
}
