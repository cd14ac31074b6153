import type { Credentials } from '../../service/credentials/credentials.ts';
import { AgentPool, IDLE_MS } from '../../shared/http/agent-pool.ts';
import { unquoted } from '../../shared/http/unquoted.ts';
import type { StoredObject } from '../../shared/objects/object-store.ts';
import type { OssSettings } from '../oss-client-pool.ts';
import { checkStored } from './check-stored.ts';
import { contentTypeOf } from './content-type.ts';
import { type OssLocation, objectPaths, ossLocation } from './oss-location.ts';
import { ossRefusal } from './oss-refusal.ts';
import { OssV4Signer, ossDate } from './oss-v4-signer.ts';
import { type HttpAnswer, type RequestBody, sendBody } from './send-body.ts';

/** An object to store. */
export interface SentObject {
  readonly key: string;
  readonly body: RequestBody;
  /** Of the body, in bytes. */
  readonly bytes: number;
  /** Of the body, in base64. */
  readonly md5: string;
  /** Whether an object of that key must stay: OSS then answers `FileAlreadyExists`. @default false */
  readonly onlyNew?: boolean | undefined;
}

/** Stores objects by one request each, over Node's own http and https: why not by ali-oss, docs/decisions/put.md has. */
export class OssPut {
  readonly #settings: OssSettings;
  readonly #url: URL;
  readonly #location: OssLocation;
  readonly #signer: OssV4Signer;
  readonly #agents: AgentPool;

  constructor(settings: OssSettings) {
    const { bucket, region, endpoint, proxyFor, trust } = settings;
    this.#settings = settings;
    this.#url = new URL(`${endpoint.protocol}://${endpoint.host}`);
    this.#location = ossLocation(bucket, region, endpoint);
    this.#signer = new OssV4Signer(region);
    this.#agents = new AgentPool(proxyFor, { keepAlive: true, timeout: IDLE_MS, ...trust });
  }

  /**
   * Sends the object once.
   *
   * @param action as messages name it: `store oss://bucket/key at HOST`
   * @returns the object, and the answer that told of it
   * @throws {OssRefusal} for every answer but 200, {ImageSearchError} when other bytes were stored than those that were
   * sent, and what `sendBody` throws
   */
  async send(
    action: string,
    object: SentObject,
    credentials: Credentials,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly stored: StoredObject; readonly res: HttpAnswer }> {
    const { key, body, bytes, md5 } = object;
    const { bucket, timeoutMs } = this.#settings;
    const { hostname, port } = this.#location;
    const { path, resource } = objectPaths(bucket, this.#location, key);
    const headers = this.#headers(object, credentials);
    headers['authorization'] = this.#signer.authorization({ method: 'PUT', resource, headers }, credentials);
    const agent = this.#agents.agentFor(this.#url);
    const request = { protocol: this.#url.protocol, hostname, port, path, method: 'PUT', headers, agent };
    const res = await sendBody(request, body, { stallMs: timeoutMs, signal });
    if (res.status !== 200) throw await ossRefusal(res);
    checkStored(action, res.headers, { md5, bytes: body instanceof Uint8Array ? body : undefined });
    return { stored: { key, bytes, etag: unquoted(res.headers.etag) }, res };
  }

  /** Closes idle connections. Later calls open new ones. */
  close(): void {
    this.#agents.closeIdle();
  }

  /** Set one by one: this is done for each of a million images, and takes a third of the time so. */
  #headers({ key, bytes, md5, onlyNew }: SentObject, { securityToken }: Credentials): Record<string, string> {
    const headers: Record<string, string> = {
      host: this.#location.host,
      'user-agent': 'imagesearch-import',
      'content-length': String(bytes),
      'content-md5': md5,
      'x-oss-date': ossDate(new Date()),
      'x-oss-content-sha256': 'UNSIGNED-PAYLOAD',
    };
    const type = contentTypeOf(key);
    if (type) headers['content-type'] = type;
    if (securityToken) headers['x-oss-security-token'] = securityToken;
    if (onlyNew) headers['x-oss-forbid-overwrite'] = 'true';
    return headers;
  }
}
