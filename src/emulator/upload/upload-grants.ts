import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../../shared/async/sleep.ts';
import { refuse } from '../oss/oss-refusal.ts';
import type { Account } from '../signature/account.ts';
import { sameText } from '../signature/canonical-text.ts';
import type { UploadForm } from './read-form.ts';
import { TransferredFiles } from './transferred-files.ts';

/** The fields that a client needs for one upload by form. */
export interface UploadGrant {
  readonly accessKeyId: string;
  /** The policy as JSON in Base64. */
  readonly policy: string;
  readonly signature: string;
  readonly key: string;
}

interface Policy {
  /** `2026-01-31T12:00:00.000Z`. */
  readonly expiration: string;
  readonly conditions: readonly [
    key: readonly ['eq', '$key', string],
    size: readonly ['content-length-range', 0, number],
  ];
}

const GRANT_MS = 15 * 60_000;
const MAX_FILE_BYTES = 8 * 1024 * 1024;
const NEEDED = ['OSSAccessKeyId', 'policy', 'Signature', 'key'] as const;

/** Grants uploads by form (PostObject), and accepts the uploads that keep to their grant. */
export class UploadGrants {
  readonly #files = new TransferredFiles();
  readonly #clock: Pick<Clock, 'now'>;
  /** An account of this object alone: a policy with its signature was granted here. */
  readonly #account: Account = {
    accessKeyId: 'emulatedTransfer',
    accessKeySecret: randomBytes(24).toString('hex'),
  };

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  grant(): UploadGrant {
    const key = `transfer/${randomUUID()}`;
    const expiration = new Date(this.#clock.now() + GRANT_MS).toISOString();
    const policy = encode({
      expiration,
      conditions: [
        ['eq', '$key', key],
        ['content-length-range', 0, MAX_FILE_BYTES],
      ],
    });
    const { accessKeyId } = this.#account;
    return { accessKeyId, policy, signature: this.#sign(policy), key };
  }

  /**
   * Stores the file of a form; returns its key.
   *
   * @throws {OssRefusal} when the form does not keep to its grant
   */
  accept({ fields, file }: UploadForm): string {
    const missing = NEEDED.find((name) => !fields.get(name));
    if (missing !== undefined)
      refuse(
        'InvalidArgument',
        { ArgumentName: missing },
        `Bucket POST must contain the field name '${missing}'.`,
      );
    if (file === undefined)
      refuse('InvalidArgument', {}, 'POST requires exactly one file upload per request.');
    const [accessKeyId = '', encoded = '', signature = '', key = ''] = NEEDED.map((name) => fields.get(name));
    if (accessKeyId !== this.#account.accessKeyId)
      refuse('UnknownAccessKey', { OSSAccessKeyId: accessKeyId });
    if (!sameText(signature, this.#sign(encoded)))
      refuse('PolicySignature', {
        OSSAccessKeyId: accessKeyId,
        SignatureProvided: signature,
        StringToSign: encoded,
      });

    const { expiration, conditions } = decode(encoded);
    const [ofKey, ofSize] = conditions;
    if (this.#clock.now() > Date.parse(expiration)) refuse('PolicyExpired');
    if (key !== ofKey[2]) refuse('PolicyCondition', {}, conditionFailed(ofKey));
    if (file.length > ofSize[2]) refuse('EntityTooLarge', { MaxSizeAllowed: String(ofSize[2]) });
    this.#files.put(key, file);
    return key;
  }

  /** An uploaded file; undefined once it was dropped. */
  get(key: string): Uint8Array | undefined {
    return this.#files.get(key);
  }

  /** Forgets every file. */
  clear(): void {
    this.#files.clear();
  }

  /** HMAC-SHA1 over the Base64 text (help page "PostObject"). */
  #sign(policy: string): string {
    return createHmac('sha1', this.#account.accessKeySecret).update(policy).digest('base64');
  }
}

const encode = (policy: Policy): string => Buffer.from(JSON.stringify(policy)).toString('base64');

/** Only for a policy whose signature was verified. */
const decode = (policy: string): Policy => JSON.parse(Buffer.from(policy, 'base64').toString());

const conditionFailed = (condition: readonly unknown[]): string =>
  `Invalid according to Policy: Policy Condition failed: ${JSON.stringify(condition)}`;
