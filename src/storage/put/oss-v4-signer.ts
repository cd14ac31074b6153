import { createHmac, hash } from 'node:crypto';
import type { Credentials } from '../../service/credentials/credentials.ts';

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
    let lines = '';
    for (const name of Object.keys(headers).filter(isSigned).sort())
      lines += `${name}:${headers[name]?.trim()}\n`;
    const request = `${method}\n${resource}\n\n${lines}\n\n${headers['x-oss-content-sha256']}`;
    const digest = hash('sha256', request, 'hex');
    const signature = createHmac('sha256', this.#keyOf(credentials.accessKeySecret, day))
      .update(`${ALGORITHM}\n${date}\n${scope}\n${digest}`)
      .digest('hex');
    return `${ALGORITHM} Credential=${credentials.accessKeyId}/${scope},Signature=${signature}`;
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
export function ossDate(date: Date): string {
  const iso = date.toISOString();
  return `${iso.slice(0, 4)}${iso.slice(5, 7)}${iso.slice(8, 13)}${iso.slice(14, 16)}${iso.slice(17, 19)}Z`;
}

const isSigned = (name: string): boolean =>
  name === 'content-type' || name === 'content-md5' || name.startsWith('x-oss-');

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
