import type { Issue } from '../../shared/errors/issue.ts';
import { show } from '../../shared/options/checks.ts';

/** As long as a key can be. */
const LONGEST_SHOWN = 1_100;

/** @param number of the image that has the key; undefined for increment.meta */
export const keyTaken = (key: string, number: number | undefined): Issue => ({
  ...{ code: 'UPLOAD_KEY_TAKEN', severity: 'error', path: ['key'] },
  message:
    number === undefined
      ? `The key ${show(key, LONGEST_SHOWN)} is that of increment.meta itself: give the image another one`
      : `The key ${show(key, LONGEST_SHOWN)} is that of another image, number ${number} of the listing, already: give each image a key of its own`,
});

/** Of an upload that overwrites nothing. */
export const keyExists = (key: string): Issue => ({
  ...{ code: 'UPLOAD_KEY_EXISTS', severity: 'error', path: ['key'] },
  message: `The target holds other content under ${show(key, LONGEST_SHOWN)}, and 'putIfAbsent' leaves it there: give the image another key, or upload without 'putIfAbsent'`,
});
