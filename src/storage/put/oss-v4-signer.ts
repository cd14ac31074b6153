import { createHash, createHmac } from 'node:crypto';
import type { Credentials } from '../../service/credentials.ts';

/** A request to sign, with all its headers but `authorization`. */
export interface RequestToSign {
  readonly method: string;
  /** `/bucket/key`, percent-encoded, whatever the path is that the request is sent to. */
  readonly resource: string;
  /** Names in lower case. They must have `x-oss-date` and `x-oss-content-sha256`. */
  readonly headers: Readonly<Record<string, string>>;
}

const ALGORITHM = 'OSS4-HMAC-SHA256';

/**
 * Signs requests without a query by V4, as ali-oss does: `test/contract` compares both, byte for byte (help page "Include a
 * V4 signature in the Authorization header"). The key of a day is kept until another day, or other credentials, need one.
 */
export class OssV4Signer {
  readonly #region: string;
  #kept: { readonly secret: string; readonly day: string; readonly key: Buffer } | undefined;

  /** @param region such as `cn-shanghai` */
  constructor(region: string) {
    this.#region = region;
  }

  /** The header `authorization`. */
  authorization({ method, resource, headers }: RequestToSign, credentials: Credentials): string {
    const date = headers['x-oss-date'] ?? '';
    const day = date.slice(0, 8);
    const scope = `${day}/${this.#region}/oss/aliyun_v4_request`;
    const signed = Object.keys(headers).filter(isSigned).sort();
    const lines = signed.map((name) => `${name}:${headers[name]?.trim()}\n`).join('');
    const request = `${method}\n${resource}\n\n${lines}\n\n${headers['x-oss-content-sha256']}`;
    const digest = createHash('sha256').update(request).digest('hex');
    const signature = hmac(
      this.#keyOf(credentials.accessKeySecret, day),
      `${ALGORITHM}\n${date}\n${scope}\n${digest}`,
    );
    return `${ALGORITHM} Credential=${credentials.accessKeyId}/${scope},Signature=${signature.toString('hex')}`;
  }

  #keyOf(secret: string, day: string): Buffer {
    if (this.#kept?.secret !== secret || this.#kept.day !== day) {
      const parts = [this.#region, 'oss', 'aliyun_v4_request'];
      this.#kept = { secret, day, key: parts.reduce(hmac, hmac(`aliyun_v4${secret}`, day)) };
    }
    return this.#kept.key;
  }
}

/** The date of a request in the form of `x-oss-date`: `20231216T162057Z`. */
export const ossDate = (date: Date): string => `${date.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;

const isSigned = (name: string): boolean =>
  name === 'content-type' || name === 'content-md5' || name.startsWith('x-oss-');

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
