import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import { ImageValidator } from '../../src/image/image-validator.ts';
import { mapConcurrent } from '../../src/shared/async/map-concurrent.ts';
import { S3Source } from '../../src/sources/cloud/s3-source.ts';
import { storedImage } from '../../src/storage/stored-image.ts';
import { S3_JUDGES, startS3Judge } from '../servers/start-s3-judge.ts';
import { failureOf } from '../support/failure.ts';
import { all } from '../support/items.ts';
import { conforms } from './conformance.ts';

/** Only `npm run test:sources` asks servers that must be installed: `SOURCES=ceph,swift`. */
const asked = (process.env['SOURCES'] ?? '').split(',');
const judges = Object.keys(S3_JUDGES) as (keyof typeof S3_JUDGES)[];
const IMAGES = 2_000;

describe.each(judges)('S3Source, judged by %s', (judge) => {
  describe.runIf(asked.includes(judge))('', () => {
    const credentials = S3_JUDGES[judge];
    let server: Awaited<ReturnType<typeof startS3Judge>>;
    let client: S3Client;
    let source: S3Source;
    beforeAll(async () => {
      server = await startS3Judge(judge);
      const { endpoint } = server;
      client = new S3Client({
        ...{ endpoint, region: 'us-east-1', credentials, forcePathStyle: true },
        ...{ requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' },
      });
      await client.send(new CreateBucketCommand({ Bucket: 'images' }));
      source = new S3Source({ bucket: 'images', endpoint, pathStyle: true, credentials });
    }, 180_000);
    afterAll(async () => {
      source.close();
      client.destroy();
      await server[Symbol.asyncDispose]();
    });
    const put = async (Key: string, bytes: Uint8Array) =>
      void (await client.send(new PutObjectCommand({ Bucket: 'images', Key, Body: bytes })));
    conforms(() => ({ source, put, knowsSizes: true, hasEtags: true }));

    it("rejects with the service's code when the secret is wrong or the bucket is missing", async () => {
      const { endpoint } = server;
      const wrong = { ...credentials, secretAccessKey: 'wrong' };
      const stranger = new S3Source({ bucket: 'images', endpoint, pathStyle: true, credentials: wrong });
      expect((await failureOf(all(stranger.list('')))).code).toMatch(/SignatureDoesNotMatch|AccessDenied/);
      const none = new S3Source({ bucket: 'no-bucket', endpoint, pathStyle: true, credentials });
      expect((await failureOf(all(none.list('')))).code).toBe('NoSuchBucket');
      for (const one of [stranger, none]) one.close();
    });

    it(`lists and checks ${IMAGES} images, each with one request`, { timeout: 600_000 }, async () => {
      const image = await makeImage({ format: 'jpeg', width: 300, height: 300 });
      const keys = Array.from({ length: IMAGES }, (_, n) => `many/${n}.jpg`);
      for await (const _ of mapConcurrent(keys, (key) => put(key, image), { concurrency: 16 }));
      let reads = 0;
      const counted: Pick<S3Source, 'name' | 'read'> = {
        name: source.name,
        read(...call) {
          reads += 1;
          return source.read(...call);
        },
      };
      const validator = new ImageValidator();
      const check = async ({ key }: { key: string }) => validator.validate(storedImage(counted, key));
      let good = 0;
      const started = performance.now();
      for await (const { ok } of mapConcurrent(source.list('many/'), check, { concurrency: 16 }))
        good += ok ? 1 : 0;
      const seconds = (performance.now() - started) / 1_000;
      console.log(`${judge}: ${good} images in ${seconds.toFixed(1)} s, ${reads / IMAGES} reads for each`);
      expect(good).toBe(IMAGES);
      expect(reads / IMAGES).toBeLessThanOrEqual(1.1);
    });
  });
});
