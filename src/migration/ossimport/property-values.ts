/** The values that a key of a configuration file can have. */
export interface PropertyValue {
  /** As messages and the page of migration say it. */
  readonly allowed: string;
  accepts(value: string): boolean;
}

export const oneOfValues = (...values: readonly string[]): PropertyValue => ({
  allowed: values.join(', '),
  accepts: (value) => values.includes(value),
});

export const flag = oneOfValues('true', 'false');

export const numberFrom = (least: number, most = Number.MAX_SAFE_INTEGER): PropertyValue => ({
  allowed: most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `${least} to ${most}`,
  accepts: (value) => /^\d{1,16}$/.test(value) && Number(value) >= least && Number(value) <= most,
});

const BYTES_OF_UNIT: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** A size as ossimport writes it: `500k`, `50m`, `2g`. */
export const sizeFrom = (leastBytes: number, allowed: string): PropertyValue => ({
  allowed,
  accepts: (value) => {
    const [, digits, unit = ''] = /^(\d{1,9})([kmg])$/.exec(value) ?? [];
    return digits !== undefined && Number(digits) * (BYTES_OF_UNIT[unit] ?? 0) >= leastBytes;
  },
});

/**
 * A value that every reader of such a file takes as it is written. No document says in which encoding they are read, and a
 * backslash begins an escape for Java.
 */
export const isPlain = (value: string): boolean =>
  /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(value) && !value.includes('\\');

export const text = (allowed: string, pattern = /^/): PropertyValue => ({
  allowed,
  accepts: (value) => isPlain(value) && pattern.test(value),
});

export const textOrEmpty = (allowed: string, pattern = /^/): PropertyValue => ({
  allowed: `empty, or ${allowed}`,
  accepts: (value) => value === '' || (isPlain(value) && pattern.test(value)),
});

/** A key of a source that is not used: it must stand in the file, and says nothing. */
export const unused: PropertyValue = { allowed: 'empty', accepts: (value) => value === '' };
