import type { OssCall, OssReply } from './oss-call.ts';
import { refuse } from './oss-refusal.ts';
import { isObjectKey } from './oss-state.ts';
import { xmlReply } from './oss-xml.ts';
import { encoding } from './query-parameters.ts';
import { childrenOf, childText, MOST_XML_BYTES, malformed, readXml, type XmlElement } from './read-xml.ts';
import { checkDigest } from './write-rules.ts';

const MOST_KEYS = 1000;

/** An object that was not there counts as deleted. */
export function deleteObject({ state, bucket, key }: OssCall): OssReply {
  state.deleteObject(bucket, key);
  return { status: 204 };
}

/** Answers with the keys, or, when it is to be quiet, with nothing. Nothing is deleted by a request with a fault. */
export async function deleteMultipleObjects(call: OssCall): Promise<OssReply> {
  const { state, bucket, headers } = call;
  const encode = encoding(call);
  if (headers['content-length'] === undefined) refuse('MissingContentLength');
  if (headers['content-md5'] === undefined) refuse('MissingContentMd5', { ArgumentName: 'Content-MD5' });
  const bytes = await call.readBody(MOST_XML_BYTES);
  checkDigest(headers, bytes);
  const { quiet, keys } = readDelete(readXml(bytes, 'Delete'));
  for (const key of keys) state.deleteObject(bucket, key);
  if (quiet) return { status: 200 };
  return xmlReply('DeleteResult', {
    EncodingType: call.query.get('encoding-type'),
    Deleted: keys.map((key) => ({ Key: encode(key) })),
  });
}

function readDelete(root: XmlElement): { readonly quiet: boolean; readonly keys: readonly string[] } {
  const quiet = childText(root, 'Quiet')?.trim() ?? 'false';
  if (quiet !== 'true' && quiet !== 'false') malformed('Quiet must be true or false');
  const objects = childrenOf(root, 'Object');
  if (objects.length < 1 || objects.length > MOST_KEYS) malformed(`it must name 1 to ${MOST_KEYS} objects`);
  return { quiet: quiet === 'true', keys: objects.map(readKey) };
}

function readKey(object: XmlElement): string {
  if (childrenOf(object, 'VersionId').length > 0) {
    refuse('NotImplemented', {}, 'DeleteMultipleObjects with VersionId is not implemented by the emulator.');
  }
  const key = childText(object, 'Key') ?? malformed('each Object must have a Key');
  return isObjectKey(key) ? key : refuse('InvalidObjectName', { ObjectName: key });
}
