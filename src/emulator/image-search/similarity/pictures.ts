import { mapConcurrent } from '../../../shared/async/map-concurrent.ts';
import type { OssState } from '../../oss/oss-state.ts';
import type { GalleryRecord } from '../gallery-record.ts';
import { RpcRefusal } from '../rpc-refusal.ts';
import type { KnownPicture } from './known-picture.ts';
import { describePicture, type PictureDescriptor, similarity } from './picture-descriptor.ts';

/** An image of the gallery, and what is known of its picture. */
export interface PicturedRecord {
  readonly record: GalleryRecord;
  readonly picture: KnownPicture | undefined;
}

export interface ScoredRecord {
  readonly record: GalleryRecord;
  /** From 0 to 1. */
  readonly score: number;
}

/** Decoders at work at the same time. */
const CONCURRENCY = 4;

/** The score of pictures that differ in their bytes stays below 1. */
const MOST_ALIKE = 0.999_999;

/** Compares pictures. Each is described once, when it is first compared. */
export class Pictures {
  readonly #oss: OssState;
  readonly #described = new WeakMap<KnownPicture, Promise<PictureDescriptor | undefined>>();

  constructor(oss: OssState) {
    this.#oss = oss;
  }

  /**
   * The images, the most alike first. An image whose picture cannot be compared has the score 0.
   *
   * @throws {RpcRefusal} when the signal aborts
   */
  async ranked(
    wanted: KnownPicture,
    images: readonly PicturedRecord[],
    signal: AbortSignal,
  ): Promise<readonly ScoredRecord[]> {
    const descriptor = await this.#descriptorOf(wanted);
    const found: ScoredRecord[] = [];
    const score = async ({ record, picture }: PicturedRecord) => ({
      record,
      score: await this.#score(wanted, descriptor, picture),
    });
    try {
      for await (const one of mapConcurrent(images, score, { concurrency: CONCURRENCY, signal }))
        found.push(one);
    } catch (error) {
      if (signal.aborted) throw new RpcRefusal(503, 'ServiceUnavailable', 'The emulator was reset or closed');
      throw error;
    }
    return found.sort((a, b) => b.score - a.score);
  }

  async #score(
    wanted: KnownPicture,
    descriptor: PictureDescriptor | undefined,
    picture: KnownPicture | undefined,
  ): Promise<number> {
    if (picture === undefined) return 0;
    if (picture.etag === wanted.etag && isSameRegion(picture, wanted)) return 1;
    const other = descriptor && (await this.#descriptorOf(picture));
    return other === undefined ? 0 : Math.min(MOST_ALIKE, similarity(descriptor as PictureDescriptor, other));
  }

  #descriptorOf(picture: KnownPicture): Promise<PictureDescriptor | undefined> {
    const known = this.#described.get(picture);
    if (known !== undefined) return known;
    const described = this.#describe(picture);
    this.#described.set(picture, described);
    return described;
  }

  async #describe({ etag, object, region, descriptor }: KnownPicture) {
    if (descriptor !== undefined) return Buffer.from(descriptor, 'base64');
    const stored = object && this.#oss.getObject(object.bucket, object.key);
    return stored?.etag === etag ? describePicture(stored.bytes, region) : undefined;
  }
}

const isSameRegion = ({ region: one }: KnownPicture, { region: other }: KnownPicture): boolean =>
  (['x1', 'x2', 'y1', 'y2'] as const).every((side) => one?.[side] === other?.[side]);
