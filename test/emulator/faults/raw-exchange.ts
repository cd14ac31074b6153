import { createHash, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import type { FaultService } from '../../../src/emulator/faults/faulted-call.ts';
import type { Emulator } from '../../../src/emulator/index.ts';
import { acs3Authorization } from '../../../src/emulator/signature/acs3.ts';
import { signedUrl } from '../../../src/emulator/signature/signed-url.ts';

/** Everything that came back until the connection was over. */
export interface RawAnswer {
  /** Of the whole answer, head and body; undefined when there was no head, or half of one. */
  readonly status: number | undefined;
  readonly head: string;
  readonly body: string;
  /** Whether the connection was broken and not ended. */
  readonly broken: boolean;
}

/** A request as it goes over the wire, on a connection that is to be closed after the answer. */
export interface RawRequest {
  readonly service: FaultService;
  readonly text: string;
}

const portOf = (emulator: Emulator, service: FaultService): number =>
  Number((service === 'oss' ? emulator.ossEndpoint : emulator.imageSearchEndpoint).split(':').at(-1));

export function exchange(emulator: Emulator, { service, text }: RawRequest): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const socket = connect(portOf(emulator, service), '127.0.0.1');
    let received = '';
    let broken = false;
    socket
      .on('data', (chunk) => {
        received += chunk.toString('latin1');
      })
      .on('error', () => {
        broken = true;
      })
      .on('close', () => resolve({ ...parts(received), broken }));
    socket.write(text, 'latin1');
  });
}

function parts(received: string): Omit<RawAnswer, 'broken'> {
  const end = received.indexOf('\r\n\r\n');
  const head = end < 0 ? received : received.slice(0, end);
  const status = end < 0 ? undefined : Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]);
  return { status, head, body: end < 0 ? '' : received.slice(end + 4) };
}

type Parameters = Readonly<Record<string, string>>;

/** A signed call of Image Search. */
export function rpcRequest(emulator: Emulator, action: string, parameters: Parameters = {}): RawRequest {
  const { imageSearchEndpoint, accessKeyId, accessKeySecret, instanceName } = emulator;
  const url = `/?${new URLSearchParams({ InstanceName: instanceName, ...parameters })}`;
  const signed = {
    host: imageSearchEndpoint,
    'x-acs-action': action,
    'x-acs-version': '2020-12-14',
    'x-acs-date': new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    'x-acs-signature-nonce': randomUUID(),
    'x-acs-content-sha256': createHash('sha256').update('').digest('hex'),
  };
  const authorization = acs3Authorization(
    { method: 'POST', url, headers: signed, body: Buffer.of() },
    { accessKeyId, accessKeySecret },
  );
  return { service: 'imageSearch', text: requestText('POST', url, { ...signed, authorization }, '') };
}

export const increaseRequest = (emulator: Emulator): RawRequest =>
  rpcRequest(emulator, 'IncreaseInstance', { BucketName: emulator.bucketName, Path: '/spring' });

/** A request for an object, signed in its URL. */
export function ossRequest(
  emulator: Emulator,
  method: 'PUT' | 'GET' | 'HEAD' | 'DELETE',
  key: string,
  body = '',
): RawRequest {
  const { ossEndpoint, bucketName: bucket, regionId, accessKeyId, accessKeySecret } = emulator;
  const url = signedUrl(
    'http://127.0.0.1',
    { bucket, key },
    { account: { accessKeyId, accessKeySecret }, regionId, now: Date.now(), expiresSeconds: 60, method },
  );
  const path = url.slice('http://127.0.0.1'.length);
  const headers = { host: `127.0.0.1:${ossEndpoint.split(':').at(-1)}` };
  return { service: 'oss', text: requestText(method, path, headers, body) };
}

function requestText(method: string, url: string, headers: Parameters, body: string): string {
  const all = { ...headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${url} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}
