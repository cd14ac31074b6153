import { isIP } from 'node:net';
import { canBeCustomDomain } from '../../service/addresses/custom-domain.ts';
import { percentDecode } from '../../shared/http/percent-decode.ts';
import { splitUrl } from '../signature/canonical-text.ts';

/** The bucket and key of a request. */
export interface OssAddress {
  /** Undefined in a request to the service itself. */
  readonly bucket: string | undefined;
  /** Empty in a request to the bucket itself. */
  readonly key: string;
}

/** The buckets that a host can name. */
export interface OssHosts {
  readonly bucketNames: ReadonlySet<string>;
  /** Domains that serve one bucket each, with its name. */
  readonly customDomains: ReadonlyMap<string, string>;
}

/**
 * The possible readings of host and path, the likelier first. The signature covers bucket and key, and so shows which
 * reading was meant.
 *
 * - A domain of `customDomains` serves its bucket, and nothing else.
 * - A host under `aliyuncs.com` or `localhost`, or one whose first label is a bucket, is virtual-host style. When the
 *   bucket stands in the path, too, path style is the second way: ali-oss with `sldEnable` sends the path style to an IP
 *   address under a forged virtual host.
 * - Any other host is path style. Unless it belongs to OSS, it can also be a custom domain of any bucket.
 *
 * Empty when the path is not percent-encoded UTF-8.
 */
export function readOssAddress(
  host: string,
  url: string,
  { bucketNames, customDomains }: OssHosts,
): readonly OssAddress[] {
  const path = percentDecode(splitUrl(url).path);
  if (path === undefined) return [];
  const name = hostName(host);
  const atRootOf = (bucket: string): OssAddress => ({ bucket, key: path.slice(1) });
  const bound = customDomains.get(name);
  if (bound !== undefined) return [atRootOf(bound)];

  const inPath = pathStyle(path);
  const bucket = bucketOfHost(name, bucketNames);
  const likely = bucket === undefined ? [] : [atRootOf(bucket)];
  if (bucket === undefined || inPath.bucket === bucket) likely.push(inPath);
  const others = belongsToOss(name) ? [] : [...bucketNames].filter((other) => other !== bucket);
  return [...likely, ...others.map(atRootOf)];
}

/** The host without its port, in lower case. */
export const hostName = (host: string): string => host.replace(/:\d+$/, '').toLowerCase();

/** Whether the emulator can serve a bucket at a host, without its port and in lower case, as its custom domain. */
export const isCustomDomain = (name: string): boolean =>
  /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(name) && !belongsToOss(name);

const belongsToOss = (name: string): boolean => !canBeCustomDomain(name) || VIRTUAL_HOST.test(name);

function pathStyle(path: string): OssAddress {
  const slash = path.indexOf('/', 1);
  const bucket = slash < 0 ? path.slice(1) : path.slice(1, slash);
  const key = slash < 0 ? '' : path.slice(slash + 1);
  return { bucket: bucket === '' && key === '' ? undefined : bucket, key };
}

function bucketOfHost(name: string, bucketNames: ReadonlySet<string>): string | undefined {
  if (isIP(name) !== 0 || name.startsWith('[') || SERVICE_HOST.test(name)) return undefined;
  const [label = '', ...rest] = name.split('.');
  if (rest.length === 0) return undefined;
  return VIRTUAL_HOST.test(name) || bucketNames.has(label) ? label : undefined;
}

/** Public, internal, accelerate and dual-stack endpoints, without a bucket (help page "Regions and endpoints", Aug 13 2026). */
const SERVICE_HOST = /^(oss-[a-z0-9-]+|[a-z0-9-]+\.oss)\.aliyuncs\.com$/;
const VIRTUAL_HOST = /\.(aliyuncs\.com|localhost)$/;
