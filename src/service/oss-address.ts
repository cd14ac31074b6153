/**
 * Reads `oss://BUCKET/FOLDER`.
 *
 * @throws {TypeError} when it is no such address, or the bucket's name breaks the rules of OSS
 * (3 to 63 of a–z, 0–9 and hyphen, ends alphanumeric)
 */
export function parseOssAddress(address: string): {
  readonly bucket: string;
  /** Without slashes at its ends; empty for the bucket's root. */
  readonly folder: string;
} {
  const found = /^oss:\/\/([a-z0-9][a-z0-9-]{1,61}[a-z0-9])(?:\/(.*))?$/s.exec(address);
  const folder = (found?.[2] ?? '').replace(/^\/+|\/+$/g, '');
  const broken = folder !== '' && folder.split('/').some((part) => ['', '.', '..'].includes(part));
  if (found?.[1] === undefined || broken || /[\\\p{Cc}\p{Surrogate}]/u.test(folder)) {
    throw new TypeError(
      `Cannot read an OSS address as it must be "oss://BUCKET/FOLDER": current value is "${address}"`,
    );
  }
  return { bucket: found[1], folder };
}

/** A folder in OSS: `oss://bucket/some/folder`. */
export type OssAddress = ReturnType<typeof parseOssAddress>;

/** Most bytes of an object's key (OSS object naming rules). */
export const MOST_KEY_BYTES = 1023;

/** An object's key: the folder, a slash and the name. */
export const keyIn = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);
