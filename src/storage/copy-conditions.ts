import type OSS from 'ali-oss';
import type { ObjectSource, ObjectStore, StoredObject } from '../shared/object-store.ts';

/** Options of ali-oss by which a copy is made of this version of an object alone. A new object for each try, as ali-oss changes it. */
export const copyConditions = ({ etag }: StoredObject): OSS.CopyObjectOptions =>
  etag === undefined ? {} : { headers: { 'If-Match': `"${etag}"` } };

/** The error for a source that OSS cannot copy from by itself. */
export const cannotCopy = ({ name }: ObjectSource, to: ObjectStore): RangeError =>
  new RangeError(
    `Cannot copy inside OSS to ${to.name} as the source must be an OssStore of the region ${to.region}: it is ${name}; read the object and put() it`,
  );
