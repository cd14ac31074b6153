import { InvalidArgumentError } from 'commander';

/** Reads options that are numbers. What is none is refused with the range; commander names the option and the value. */

const MOST = 999_999_999;

const wholeNumber =
  (least: number, most = MOST) =>
  (given: string): number => {
    const number = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  ...{ KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 },
  ...{ KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 },
};

/** A size in bytes: `10000000000`, `10GB` or `1.5 GiB`. */
const size =
  (least: number) =>
  (given: string): number => {
    const [, digits, name = ''] = /^(\d{1,16}(?:\.\d{1,3})?) ?([KMGT]i?B)?$/.exec(given) ?? [];
    const bytes = digits === undefined ? Number.NaN : Number(digits) * (UNITS[name] ?? Number.NaN);
    const whole = name === '' ? bytes : Math.round(bytes);
    if (Number.isSafeInteger(whole) && whole >= least) return whole;
    const units = Object.keys(UNITS).filter((unit) => unit !== '');
    throw new InvalidArgumentError(
      `It must be a whole number of bytes from ${least} to ${Number.MAX_SAFE_INTEGER}, or have one of the units ${units.join(', ')}, such as 10GB.`,
    );
  };

export const bytes = size(0);
export const bytesAboveZero = size(1);

export const count = wholeNumber(0);
export const atLeastOne = wholeNumber(1);

/** 0 is any port that is free. */
export const port = wholeNumber(0, 65_535);

/** A number that need not be whole, such as minutes. */
export function amount(given: string): number {
  if (/^\d{1,9}(\.\d{1,9})?$/.test(given)) return Number(given);
  throw new InvalidArgumentError(`It must be a number from 0 to ${MOST}, such as 2.5.`);
}

export function amountAboveZero(given: string): number {
  if (/[1-9]/.test(given)) return amount(given);
  throw new InvalidArgumentError(`It must be a number above 0, at most ${MOST}.`);
}

/** `50` is a number of entries, and `5%` the share 0.05 of all. */
export function countOrShare(given: string): number {
  const [, share] = /^(\d{1,2}(?:\.\d{1,9})?) ?%$/.exec(given) ?? [];
  if (share !== undefined) return Number(share) / 100;
  if (/^\d{1,9}$/.test(given)) return Number(given);
  throw new InvalidArgumentError(
    `It must be a whole number of entries from 0 to ${MOST}, or a share from 0% to below 100%, such as 5%.`,
  );
}

/** A share of all: `5%`. */
export function share(given: string): number {
  const [, percent] = /^(\d{1,3}(?:\.\d{1,9})?) ?%$/.exec(given) ?? [];
  if (percent !== undefined && Number(percent) <= 100) return Number(percent) / 100;
  throw new InvalidArgumentError('It must be a share from 0% to 100%, such as 5%.');
}
