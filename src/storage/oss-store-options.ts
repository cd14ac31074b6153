import type { CredentialSource } from '../service/credentials/credentials.ts';
import type { Clock } from '../shared/async/sleep.ts';
import type { ProxyOption } from '../shared/http/proxy.ts';
import type { CertificateOption } from '../shared/http/trusted-certificates.ts';
import type { OptionNames } from '../shared/options/known-options.ts';
import type { OSS_NETWORKS } from './oss-endpoint.ts';

/** What an `OssStore` takes. A misspelt name is an error. */
export interface OssStoreOptions {
  /** The name of the bucket. */
  readonly bucket: string;
  /** The bucket's region, such as `cn-shanghai`: the instance's too. */
  readonly region: string;
  /** Keys, or what gives them. @default Alibaba's default credential chain */
  readonly credentials?: CredentialSource | undefined;
  /** `host`, `host:port` or a URL, without the bucket; not together with `network`. @default OSS's host in the region, on the network */
  readonly endpoint?: string | undefined;
  /**
   * Whether `endpoint` is a domain of your own that is bound to the bucket, such as `images.shop.example`. Accounts that
   * took up OSS since 2025-03-20 reach buckets in the Chinese mainland only so, or inside a VPC.
   *
   * @default false
   */
  readonly customDomain?: boolean | undefined;
  /**
   * `public`, oss-REGION.aliyuncs.com; `vpc`, oss-REGION-internal.aliyuncs.com, which is reached from Alibaba Cloud in
   * the same region; `accelerate`, oss-accelerate.aliyuncs.com, or `accelerate-overseas`,
   * oss-accelerate-overseas.aliyuncs.com, when the bucket has transfer acceleration; or `dual-stack`,
   * REGION.oss.aliyuncs.com, which is reached over IPv6, too.
   *
   * @default 'public'
   */
  readonly network?: (typeof OSS_NETWORKS)[number] | undefined;
  /** As `ServiceOptions.proxy`. @default calls go out directly */
  readonly proxy?: ProxyOption | undefined;
  /** As `ServiceOptions.ca`. @default what Node trusts */
  readonly ca?: CertificateOption | undefined;
  /**
   * Time allowed to one request, from connecting to the end of the body, in ms. A `put` is allowed it for its connection, for
   * each 256 KiB and for the answer: one that makes progress goes on, and one that stands still ends.
   *
   * @default 60_000
   */
  readonly timeoutMs?: number | undefined;
  /** The clock for the waits between repeats and for the age of credentials. @default the system's clock */
  readonly clock?: Clock | undefined;
}

export const OSS_STORE_OPTIONS: OptionNames<OssStoreOptions> = {
  ...{ bucket: true, region: true, credentials: true, endpoint: true, customDomain: true, network: true },
  ...{ proxy: true, ca: true, timeoutMs: true, clock: true },
};
