import { isIP } from 'node:net';
import { encodePath } from '../../shared/http/percent-encode.ts';
import type { OssEndpoint } from '../oss-endpoint.ts';

/** Where a bucket is reached. */
export interface OssLocation {
  /** The host to connect to, without a port and without brackets. */
  readonly hostname: string;
  /** Empty for the port of the protocol. */
  readonly port: string;
  /** The header `Host`. */
  readonly host: string;
  /** What comes before the encoded key in a path: `/`, or in path style `/bucket/`. */
  readonly root: string;
}

/**
 * The location of a bucket at an endpoint, in the style that ali-oss chooses there: a custom domain stands for the bucket;
 * `localhost` has the bucket in the path, since the name bucket.localhost does not resolve; an IP address is given the
 * bucket's host in OSS as `Host`; at every other endpoint the bucket stands before the host.
 */
export function ossLocation(
  bucket: string,
  region: string,
  { host, protocol, isCustomDomain }: OssEndpoint,
): OssLocation {
  const { hostname, port } = new URL(`${protocol}://${host}`);
  const address = hostname.replace(/^\[|\]$/g, '');
  if (isIP(address) !== 0) {
    return { hostname: address, port, host: `${bucket}.oss-${region}.aliyuncs.com`, root: '/' };
  }
  if (isCustomDomain) return { hostname, port, host, root: '/' };
  if (hostname === 'localhost') return { hostname, port, host, root: `/${bucket}/` };
  return { hostname: `${bucket}.${hostname}`, port, host: `${bucket}.${host}`, root: '/' };
}

/** The path of an object in a request, and the resource that its signature covers. */
export function objectPaths(bucket: string, { root }: OssLocation, key: string) {
  const encoded = encodePath(key);
  return { path: `${root}${encoded}`, resource: `/${bucket}/${encoded}` } as const;
}
