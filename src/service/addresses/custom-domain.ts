import { isIP } from 'node:net';

/** Whether a host name of a URL can be the custom domain of a bucket: it is no IP address and no host of OSS. */
export const canBeCustomDomain = (hostname: string): boolean =>
  isIP(hostname) === 0 && !hostname.startsWith('[') && !hostname.endsWith('.aliyuncs.com');
