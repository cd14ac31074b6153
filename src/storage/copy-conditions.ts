import type OSS from 'ali-oss';
import type { ObjectSource, ObjectStore, StoredObject } from '../shared/objects/object-store.ts';
import { CALL_OPTIONS, type CallOptions } from '../shared/options/call-options.ts';
import type { OptionNames } from '../shared/options/known-options.ts';

/** The options of `OssStore.copyFrom()`. */
export interface CopyOptions extends CallOptions {
  /** Whether an object of that key must stay: then the copy fails with `FileAlreadyExists`. @default false */
  readonly onlyNew?: boolean | undefined;
}

export const COPY_OPTIONS: OptionNames<CopyOptions> = { ...CALL_OPTIONS, onlyNew: true };

/** Options of ali-oss by which a copy is made of this version of an object alone. A new object for each try, as ali-oss changes it. */
export const copyConditions = (
  { etag }: StoredObject,
  { onlyNew = false }: CopyOptions,
): OSS.CopyObjectOptions => ({
  headers: {
    ...(etag !== undefined && { 'If-Match': `"${etag}"` }),
    ...(onlyNew && { 'x-oss-forbid-overwrite': 'true' }),
  },
});

/** The error for a source that OSS cannot copy from by itself. */
export const cannotCopy = ({ name }: ObjectSource, to: ObjectStore): RangeError =>
  new RangeError(
    `Cannot copy inside OSS to ${to.name} as the source must be an OssStore of the region ${to.region}: it is ${name}; read the object and put() it`,
  );
