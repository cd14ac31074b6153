import type { CatalogueEntry } from '../../catalogue/model/catalogue-entry.ts';
import { picNameOfImage } from '../../catalogue/model/pic-name-of-image.ts';
import { plainObject } from '../../catalogue/objects/plain-object.ts';
import { callCaller, messageOf } from '../../shared/errors/callers-code.ts';
import { show } from '../../shared/options/checks.ts';

/** An entry as it lies on the disk: plain JSON. */
export interface StoredEntry extends Omit<CatalogueEntry, 'image'> {
  readonly image?: string | undefined;
  /** The name of the file in `bytes/` that has the image. */
  readonly bytes?: string | undefined;
}

/** Whether an image is one that has a name: a file, a URL, an object; not bytes. */
export const isNamed = (image: CatalogueEntry['image']): image is string | URL | undefined =>
  image === undefined || typeof image === 'string' || image instanceof URL;

/** An entry as plain values, each asked for once: of a Map and of an instance of a class, too. */
export const plainEntry = (entry: CatalogueEntry): CatalogueEntry =>
  callCaller('The entry for add() threw', () => plainObject(entry), undefined) as unknown as CatalogueEntry;

/**
 * An entry as it is now, without the bytes of its image: what its owner does with it later changes nothing. An import reads it
 * as it reads the entry itself.
 *
 * @throws {TypeError} that names the field, for a value that no line of JSON can hold
 */
export function storedEntry(entry: CatalogueEntry): StoredEntry {
  const stored: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(entry)) {
    if (name === 'image')
      stored[name] = isNamed(value as CatalogueEntry['image']) ? nameOfImage(value) : undefined;
    else if (name !== 'bytes') stored[name] = throughJson(name, value);
  }
  return stored as unknown as StoredEntry;
}

const nameOfImage = (image: unknown) => (image === undefined ? undefined : String(image));

function throughJson(name: string, value: unknown): unknown {
  try {
    if (typeof value === 'symbol') throw new TypeError('JSON has no symbols');
    const json = JSON.stringify(value, asText); // undefined for a method, which is no field
    return json === undefined ? undefined : JSON.parse(json);
  } catch (cause) {
    throw new TypeError(
      `Cannot add the entry as its ${show(name)} must be a value that JSON can hold: current value is ${show(value)} (${messageOf(cause).split('\n')[0]}); give a text or a number`,
      { cause },
    );
  }
}

/** JSON has no such numbers; an import reads numbers and their texts alike. */
const asText = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value)) ? String(value) : value;

/**
 * By which an entry concerns one image; undefined for one that concerns its product as a whole.
 *
 * @param folder that of increment.meta in the bucket
 */
export const picNameIn = ({ picName, image }: StoredEntry, folder: string): string | undefined =>
  picName ?? (image === undefined ? undefined : picNameOfImage(image, folder));
