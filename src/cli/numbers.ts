import { InvalidArgumentError } from 'commander';

/** Reads options that are numbers. What is none is refused with the range; commander names the option and the value. */

const MOST = 999_999_999;

const wholeNumber =
  (least: number) =>
  (given: string): number => {
    const number = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
    if (number >= least) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${MOST}.`);
  };

export const count = wholeNumber(0);
export const atLeastOne = wholeNumber(1);

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
