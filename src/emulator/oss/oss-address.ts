import { percentDecode, splitUrl } from '../signature/canonical-text.ts';

/** What a request is about. */
export interface OssAddress {
  /** Undefined for the service itself. */
  readonly bucket: string | undefined;
  /** Empty for the bucket itself. */
  readonly key: string;
}

/**
 * The ways to read host and path, the likelier first. A host under `aliyuncs.com` or `localhost`, or one whose first
 * label is a bucket, is virtual-host style; any other is path style. There are two ways only when the bucket stands
 * in both: ali-oss with `sldEnable` sends the path style to an IP address under a forged virtual host, and nothing
 * but the signature tells that from a key that starts with the bucket's name.
 *
 * Empty when the path is no percent-encoded UTF-8.
 */
export function readOssAddress(
  host: string,
  url: string,
  isBucket: (name: string) => boolean,
): readonly OssAddress[] {
  const path = percentDecode(splitUrl(url).path);
  if (path === undefined) return [];
  const inPath = pathStyle(path);
  const bucket = bucketOfHost(hostName(host), isBucket);
  if (bucket === undefined) return [inPath];
  const inHost = { bucket, key: path.slice(1) };
  return inPath.bucket === bucket ? [inHost, inPath] : [inHost];
}

/** `localhost` of `localhost:9000`. */
export const hostName = (host: string): string => host.replace(/:\d+$/, '').toLowerCase();

function pathStyle(path: string): OssAddress {
  const slash = path.indexOf('/', 1);
  const bucket = slash < 0 ? path.slice(1) : path.slice(1, slash);
  const key = slash < 0 ? '' : path.slice(slash + 1);
  return { bucket: bucket === '' && key === '' ? undefined : bucket, key };
}

function bucketOfHost(name: string, isBucket: (name: string) => boolean): string | undefined {
  if (/^[\d.]+$/.test(name) || name.startsWith('[') || SERVICE_HOST.test(name)) return undefined;
  const [label = '', ...rest] = name.split('.');
  if (rest.length === 0) return undefined;
  return VIRTUAL_HOST.test(name) || isBucket(label) ? label : undefined;
}

const SERVICE_HOST = /^oss-[a-z0-9-]+\.aliyuncs\.com$/;
const VIRTUAL_HOST = /\.(aliyuncs\.com|localhost)$/;
