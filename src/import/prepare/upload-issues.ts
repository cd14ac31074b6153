import type { Issue } from '../../shared/errors/issue.ts';
import type { OutsideFolder } from '../../shared/files/regular-file.ts';
import { show } from '../../shared/options/checks.ts';
import type { EntryIssueCode } from '../entry-issue-code.ts';

/** As long as the address of an object in OSS can be. */
const LONGEST_SHOWN = 1_100;

export const sourceOutside = (name: string): Issue =>
  ofImage(
    'UPLOAD_SOURCE_OUTSIDE',
    `The image ${JSON.stringify(name)} lies outside the folder of images: a catalogue may name only what is in it`,
  );

export const leadsOutside = ({ message }: OutsideFolder): Issue =>
  ofImage('UPLOAD_SOURCE_OUTSIDE', `The image ${message}`);

/** Node would look for a file with U+FFFD in its name instead. */
export const nameUnreadable = (name: string): Issue =>
  ofImage(
    'UPLOAD_SOURCE_UNREADABLE',
    `The image ${JSON.stringify(name)} cannot be read as its name has half of a surrogate pair, which no name of a file has: export the catalogue as UTF-8 anew`,
  );

/** @param bucket that of the import, if it has one */
export const inOtherBucket = (address: string, bucket: string | undefined): Issue =>
  ofImage(
    'UPLOAD_SOURCE_IN_OSS',
    bucket === undefined
      ? `The image ${show(address, LONGEST_SHOWN)} lies in a bucket, and this import reads none: give the bucket as 'to', or download the image into the folder of images, and name the copy`
      : `The image ${show(address, LONGEST_SHOWN)} lies in another bucket than ${show(bucket)}, the only one that this import reads: copy it there, or download it into the folder of images, and name the copy`,
  );

export const sourceKeyInvalid = (key: string): Issue =>
  ofImage('UPLOAD_KEY_INVALID', `No object can have the key ${show(key, LONGEST_SHOWN)}: ${KEY_RULE}`);

/** @param key that an image would get in the bucket */
export const keyInvalid = (key: string): Issue => ({
  ...{ code: 'UPLOAD_KEY_INVALID', severity: 'error', path: ['picName'] },
  message: `The object's key would have ${Buffer.byteLength(key)} bytes: ${KEY_RULE}`,
});

const KEY_RULE = 'OSS takes 1 to 1023, and no leading slash';

const ofImage = (code: EntryIssueCode, message: string): Issue => ({
  ...{ code, severity: 'error', path: ['image'] },
  message,
});
