import { createHash } from 'node:crypto';
import { element, type OssTestServer, type SendOptions, send } from './oss-test-server.ts';

export const md5 = (data: string | Uint8Array) => createHash('md5').update(data).digest();

export const upper = (digest: Buffer) => digest.toString('hex').toUpperCase();

/** The status and the code of an answer. */
export const code = ({ status, text }: { status: number; text: string }) => [status, element(text, 'Code')];

/** The list of parts that completes an upload. */
export const listOf = (parts: readonly (readonly [number: number | string, etag: string])[]) =>
  `<CompleteMultipartUpload>${parts
    .map(([number, etag]) => `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag></Part>`)
    .join('\n')}</CompleteMultipartUpload>`;

/** The calls of multipart uploads to a server that is there when they are made. */
export const multipartCalls = (server: () => OssTestServer) => ({
  /** The id of a new upload. */
  initiate: async (key: string, options: SendOptions = {}): Promise<string> => {
    const { text } = await send(server(), 'POST', key, { query: 'uploads', body: '', ...options });
    return element(text, 'UploadId') ?? `no id in ${text}`;
  },
  putPart: (key: string, id: string, number: number | string, body: string | Uint8Array, more = {}) =>
    send(server(), 'PUT', key, { query: `partNumber=${number}&uploadId=${id}`, body, ...more }),
  complete: (key: string, id: string, body: string, more: SendOptions = {}) =>
    send(server(), 'POST', key, { query: `uploadId=${id}`, body, ...more }),
  abort: (key: string, id: string) => send(server(), 'DELETE', key, { query: `uploadId=${id}` }),
});
