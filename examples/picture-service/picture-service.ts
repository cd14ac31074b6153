import { setTimeout as sleep } from 'node:timers/promises';
import multipart from '@fastify/multipart';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import {
  createIngester,
  type EntryOutcome,
  type ImageSearchClient,
  ImageValidator,
} from 'imagesearch-import';
import { answerError, answerOutcome, ServiceError, toldOf } from './answers.ts';
import { FIELDS, readUpload } from './read-upload.ts';
import { servePage } from './serve-page.ts';
import { Slots } from './slots.ts';

export interface PictureServiceOptions {
  /** An open client of the instance. It is left open. */
  readonly client: ImageSearchClient;
  /** The folder in which pictures wait until they are in the gallery: they survive a restart. */
  readonly state: string;
  /** Called when the gallery takes no more pictures, for a reason that waiting does not mend. */
  readonly onFailure: (error: unknown) => void;
  /** Whether requests are logged, as JSON lines. @default false */
  readonly logger?: boolean | undefined;
}

/** Requests that are read, or wait for their outcome, at the same time: 4 MiB each at most. */
const MOST_REQUESTS = 32;
/** A sender waits so long for the outcome, in ms. The picture is on the disk by then, and goes on. */
const ANSWER_AFTER_MS = 20_000;

/**
 * A web service that takes pictures of products into a gallery, deletes them, and searches by picture:
 * `POST /pictures`, `DELETE /pictures?productId=…&picName=…` and `POST /searches`; `/` is a page to try it.
 */
export async function createPictureService(options: PictureServiceOptions): Promise<FastifyInstance> {
  const { client, state, onFailure, logger = false } = options;
  const { serviceType } = await client.gallery.detail();
  const validator = new ImageValidator({ serviceType });
  const service = fastify({ logger, requestTimeout: 30_000, forceCloseConnections: 'idle' });
  const ingester = await createIngester({
    ...{ client, state, images: '.', route: 'direct' },
    flushAfter: { entries: MOST_REQUESTS, seconds: 1 },
    onOutcome: (outcome) => service.log.info(toldOf(outcome), 'An entry of the last run has its outcome'),
  });
  service.addHook('onClose', () => ingester.close()); // when the last request was answered
  const closing = new AbortController();
  service.addHook('preClose', async () => closing.abort());
  service.addHook('onSend', async (_, reply) => {
    if (closing.signal.aborted) reply.header('connection', 'close'); // else it stays open for the next request
  });
  service.setErrorHandler(answerError);
  service.setNotFoundHandler(({ method, url }) => {
    throw new ServiceError(404, 'NOT_FOUND', `There is no ${method} ${url}`);
  });
  await service.register(multipart, {
    limits: { fileSize: validator.limits.maxBytes, files: 1, fields: FIELDS.length, fieldSize: 1_024 },
  });
  await servePage(service);
  const slots = new Slots(MOST_REQUESTS);

  /** Answers with what became of an entry, or after a while that it waits. */
  async function answer(reply: FastifyReply, settled: Promise<EntryOutcome>): Promise<FastifyReply> {
    const inTime = new AbortController();
    const late = sleep(ANSWER_AFTER_MS, undefined, { signal: inTime.signal }).catch(() => undefined);
    const outcome = await Promise.race([settled, late]).finally(() => inTime.abort());
    if (outcome !== undefined) return answerOutcome(reply, outcome);
    settled.then(
      (known) => service.log.info(toldOf(known), 'An entry that took long has its outcome'),
      (error: unknown) => service.log.error(error),
    );
    return reply.code(202).send({ status: 'waiting' });
  }

  /** Hands an entry on. What is no misuse has ended the ingester, which from then on rejects every time. */
  const ingest = (take: () => Promise<EntryOutcome>) =>
    slots.run(() =>
      take().catch((error: unknown) => {
        if (!(error instanceof TypeError || error instanceof RangeError)) onFailure(error);
        throw error;
      }),
    );

  service.post('/pictures', async (request, reply) => {
    const upload = await slots.run(() => readUpload(request, ['productId', 'picName']));
    const { productId, picName, picture: image, categoryId, name: customContent } = upload;
    const { ok, issues } = await validator.validate(image, { name: picName });
    if (!ok) return answerOutcome(reply, { status: 'refused', productId, picName, issues }); // without a wait
    return answer(
      reply,
      ingest(() => ingester.add({ productId, picName, image, categoryId, customContent })),
    );
  });

  service.delete<{ Querystring: { productId: string; picName: string } }>(
    '/pictures',
    { schema: { querystring: { type: 'object', required: Object.keys(NAMES), properties: NAMES } } },
    ({ query }, reply) =>
      answer(
        reply,
        ingest(() => ingester.delete(query)),
      ),
  );

  service.post('/searches', (request) =>
    slots.run(async () => {
      const { picture, categoryId } = await readUpload(request, []);
      const signal = AbortSignal.timeout(ANSWER_AFTER_MS);
      const { images, matches } = await client.gallery.search({ picture, categoryId, count: 12 }, { signal });
      return { matches, images };
    }),
  );
  return service;
}

const NAME = { type: 'string', minLength: 1, maxLength: 256 };
const NAMES = { productId: NAME, picName: NAME };
