import { appendHeaders } from './append-object.ts';
import { resolveByteRange } from './byte-range.ts';
import type { OssCall, OssReply } from './oss-call.ts';
import { refuse } from './oss-refusal.ts';
import { digestHeaders } from './put-object.ts';
import { checkReadConditions, versionHeaders } from './read-conditions.ts';
import type { StoredObject } from './stored-object.ts';

/** Query parameters that replace a header of the answer. */
const REPLACED_HEADERS: Readonly<Record<string, string>> = {
  'response-cache-control': 'Cache-Control',
  'response-content-disposition': 'Content-Disposition',
  'response-content-encoding': 'Content-Encoding',
  'response-content-language': 'Content-Language',
  'response-content-type': 'Content-Type',
  'response-expires': 'Expires',
};

export const RESPONSE_PARAMETERS = Object.keys(REPLACED_HEADERS);

export function getObject(call: OssCall): OssReply {
  const { headers, query } = call;
  const object = findObject(call);
  const unchanged = checkReadConditions(headers, object);
  if (unchanged !== undefined) return unchanged;
  const all = { ...objectHeaders(object), ...replacedHeaders(query) };
  const { bytes } = object;
  const range = resolveByteRange(
    headers['range'],
    bytes.length,
    headers['x-oss-range-behavior'] === 'standard',
  );
  if (range.kind === 'whole') return { status: 200, headers: all, body: bytes };
  if (range.kind === 'unsatisfiable') {
    refuse('InvalidRange', {
      ActualObjectSize: String(bytes.length),
      RangeRequested: headers['range'] ?? '',
    });
  }
  return {
    status: 206,
    headers: { ...all, 'Content-Range': `bytes ${range.first}-${range.last}/${bytes.length}` },
    body: bytes.subarray(range.first, range.last + 1),
  };
}

/** Answers like GET of the whole object; ranges are ignored. */
export function headObject(call: OssCall): OssReply {
  const object = findObject(call);
  return (
    checkReadConditions(call.headers, object) ?? {
      status: 200,
      headers: objectHeaders(object),
      body: object.bytes,
    }
  );
}

/** The little that GetObjectMeta tells, whatever the conditions of the request. */
export function getObjectMeta(call: OssCall): OssReply {
  const object = findObject(call);
  return { status: 200, headers: versionHeaders(object), body: object.bytes };
}

function findObject({ state, bucket, key }: OssCall): StoredObject {
  return state.getObject(bucket, key) ?? refuse('NoSuchKey', { Key: key });
}

const objectHeaders = (object: StoredObject): Record<string, string> => ({
  ...digestHeaders(object),
  ...object.headers,
  'Content-Type': object.contentType,
  ...versionHeaders(object),
  'Accept-Ranges': 'bytes',
  'x-oss-object-type': object.type,
  ...appendHeaders(object),
  'x-oss-storage-class': 'Standard',
});

const replacedHeaders = (query: ReadonlyMap<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(REPLACED_HEADERS).flatMap(([parameter, header]) => {
      const value = query.get(parameter);
      return value === undefined || value === '' ? [] : [[header, headerText(parameter, value)] as const];
    }),
  );

/** UTF-8 in the form that Node writes into a header. */
function headerText(parameter: string, value: string): string {
  if (/\p{Cc}/u.test(value)) refuse('InvalidArgument', { ArgumentName: parameter, ArgumentValue: value });
  return Buffer.from(value).toString('latin1');
}
