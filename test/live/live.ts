import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, it } from 'vitest';
import { makeImage } from '../../samples/make-images.ts';
import type { GalleryImage, TaskRef } from '../../src/index.ts';
import { ImageSearchClient } from '../../src/index.ts';
import { ImageSearchService } from '../../src/service/image-search-service.ts';
import { answerOf } from './answer-of.ts';
import { record } from './live-report.ts';
import { liveSettings } from './live-settings.ts';

/** A question takes as long as a batch task or an export does, or some of them. */
const LONGEST_MS = 3 * 3_600_000;

/** One file of questions to a real instance. All that it writes has a prefix of its own, and is removed when it ends. */
export class Live {
  readonly settings = liveSettings();
  readonly prefix = `imagesearch-import-live-${randomUUID().slice(0, 8)}`;
  readonly client: ImageSearchClient;
  /** For calls that the client would refuse before they are sent. */
  readonly service: ImageSearchService;
  readonly #products = new Set<string>();
  readonly #objects = new Set<string>();
  readonly #tasks: TaskRef[] = [];

  constructor() {
    const { region, instance, bucket, endpoint, ossEndpoint } = this.settings;
    this.client = new ImageSearchClient({ region, instance, bucket, endpoint, ossEndpoint });
    this.service = new ImageSearchService(this.client);
    afterAll(() => this.#removeAll(), LONGEST_MS);
  }

  /** A test that asks the service, and fails only when the client can make no sense of what the service does. */
  question(question: string, { assumed }: { readonly assumed: string }, ask: () => Promise<string>): void {
    const asked = async () => {
      try {
        record(this.settings, { question, answer: await answerOf(ask), assumed });
      } catch (error) {
        record(this.settings, { question, answer: null, assumed, trouble: String(error) });
        throw error;
      }
    };
    it(question, asked, LONGEST_MS);
  }

  /** The id of a product that is deleted in the end, with all of its images. */
  product(name: string): string {
    const productId = `${this.prefix}-${name}`;
    this.#products.add(productId);
    return productId;
  }

  /** A picture that no other has: the same seed gives the same. */
  picture = (seed = 1): Promise<Uint8Array> => makeImage({ format: 'jpeg', width: 320, height: 240, seed });

  /** Puts an object that is removed in the end. */
  async put(key: string, content: string | Uint8Array): Promise<void> {
    this.#objects.add(key);
    await this.client.store.put(key, typeof content === 'string' ? Buffer.from(content) : content);
  }

  /** A task that is waited for before anything is removed. */
  keep(ref: TaskRef): TaskRef {
    this.#tasks.push(ref);
    return ref;
  }

  /** The image, once the gallery has it as is wanted; as it is in the end, when it never has. */
  async settled(
    productId: string,
    picName: string,
    isAsWanted: (image: GalleryImage | undefined) => boolean = (image) => image !== undefined,
  ): Promise<{ readonly image: GalleryImage | undefined; readonly afterMs: number }> {
    const start = performance.now();
    for (;;) {
      const image = await this.client.gallery.find(productId, picName);
      const afterMs = Math.round(performance.now() - start);
      if (isAsWanted(image) || afterMs >= this.settings.settleMs) return { image, afterMs };
      await sleep(1_000);
    }
  }

  /** @throws {AggregateError} that names what is left, after everything else was removed */
  async #removeAll(): Promise<void> {
    const { tasks, gallery, store } = this.client;
    const left: Error[] = [];
    const remove = (what: string, work: Promise<unknown>) =>
      work.catch((cause: unknown) => {
        left.push(new Error(`Cannot remove ${what}`, { cause }));
      });
    for (const ref of this.#tasks) await remove(`what task ${ref.id} adds`, tasks.wait(ref));
    for (const productId of this.#products)
      await remove(`product ${productId}`, gallery.delete({ productId, allImages: true }));
    for (const key of this.#objects) await remove(`object ${key}`, store.delete(key));
    this.client.close();
    if (left.length > 0) throw new AggregateError(left, left.map(({ message }) => message).join('; '));
  }
}
