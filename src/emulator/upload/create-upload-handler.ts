import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../shared/async/sleep.ts';
import type { OssReply } from '../oss/oss-call.ts';
import { refuse } from '../oss/oss-refusal.ts';
import { xmlDocument } from '../oss/oss-xml.ts';
import { readRequestBody } from '../oss/request-body.ts';
import { answerOss } from '../oss/send-oss-reply.ts';
import { readForm, type UploadForm } from './read-form.ts';
import type { UploadGrants } from './upload-grants.ts';

interface UploadHandlerOptions {
  readonly grants: UploadGrants;
  readonly clock: Pick<Clock, 'now'>;
  /** Called with defects of the emulator itself; the client gets a 500. */
  readonly onDefect: (error: unknown) => void;
}

/** Bytes of a request: the largest file and the form around it. The policy of a grant limits the file. */
const MOST_BYTES = 9 * 1024 * 1024;

/** OSS's PostObject for one bucket, as a listener for the requests of a `node:https` server. */
export function createUploadHandler({
  grants,
  clock,
  onDefect,
}: UploadHandlerOptions): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (incoming, response) => {
    const { method = '' } = incoming;
    const hostId = incoming.headers.host ?? '';
    const requestId = randomBytes(12).toString('hex').toUpperCase();
    const facts = { method, requestId, hostId, now: clock.now(), durationMs: 0 };
    const answer = async () => {
      if (method !== 'POST') refuse('NotImplemented', {}, 'This endpoint takes uploads by form only.');
      const body = await readRequestBody(incoming, MOST_BYTES);
      const form = readForm(body, incoming.headers['content-type'] ?? '') ?? refuse('MalformedPOSTRequest');
      return uploaded(form, grants.accept(form), hostId);
    };
    await answerOss(incoming, response, () => facts, answer, onDefect);
  };
}

interface UploadedObject {
  readonly key: string;
  readonly etag: string;
  /** The `Host` header of the request. */
  readonly host: string;
}

/** The answers by `success_action_status`; any other value counts as 204 (help page "PostObject"). */
const SUCCESSES: Readonly<Record<string, (object: UploadedObject) => OssReply>> = {
  200: ({ etag }) => ({ status: 200, headers: { ETag: etag } }),
  201: ({ key, etag, host }) => ({
    status: 201,
    headers: { ETag: etag, 'Content-Type': 'application/xml' },
    body: xmlDocument('PostResponse', {
      Bucket: host.split('.')[0] ?? '',
      Location: `https://${host}/${key}`,
      Key: key,
      ETag: etag,
    }),
  }),
  204: ({ etag }) => ({ status: 204, headers: { ETag: etag } }),
};

function uploaded({ fields, file = new Uint8Array() }: UploadForm, key: string, host: string): OssReply {
  const md5 = createHash('md5').update(file).digest('hex').toUpperCase();
  // Alibaba's SDK for Node ends its last field with a line break of its own.
  const wanted = fields.get('success_action_status')?.trim() ?? '204';
  const status = Object.hasOwn(SUCCESSES, wanted) ? wanted : '204';
  return (SUCCESSES[status] as (typeof SUCCESSES)[string])({ key, etag: `"${md5}"`, host });
}
