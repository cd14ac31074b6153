import { findCopySource } from './copy-source.ts';
import type { OssCall, OssReply } from './oss-call.ts';
import { refuse } from './oss-refusal.ts';
import { xmlDate, xmlReply } from './oss-xml.ts';
import { COPY_CONDITIONS, checkReadConditions } from './read-conditions.ts';
import { originOf } from './stored-object.ts';
import { checkOverwrite, writtenProperties } from './write-rules.ts';

const DIRECTIVE = 'x-oss-metadata-directive';

/** Conditions without the prefix of the source are ignored: ali-oss sends each condition of a copy with it and without. */
export function copyObject(call: OssCall): OssReply {
  const { state, bucket, key, headers } = call;
  const directive = headers[DIRECTIVE] ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE') {
    refuse('InvalidArgument', { ArgumentName: DIRECTIVE, ArgumentValue: directive });
  }
  const { bucket: from, object: source } = findCopySource(call);
  const unchanged = checkReadConditions(headers, source, COPY_CONDITIONS);
  if (unchanged !== undefined) return unchanged;
  checkOverwrite(call);
  // A copy of an object onto itself replaces its metadata, whatever the directive says, and leaves all else.
  const ontoItself = from === bucket && source.key === key;
  const { contentType, headers: kept } =
    directive === 'REPLACE' || ontoItself ? writtenProperties(headers) : source;
  const origin = ontoItself ? originOf(source) : undefined;
  const copy = state.putObject(bucket, key, source.bytes, { contentType, headers: kept, origin });
  return xmlReply(
    'CopyObjectResult',
    { LastModified: xmlDate(copy.lastModified), ETag: `"${copy.etag}"` },
    { ETag: `"${copy.etag}"`, 'x-oss-hash-crc64ecma': copy.crc64 },
  );
}
