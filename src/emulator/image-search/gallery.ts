import type { GalleryRecord } from './gallery-record.ts';
import type { KnownPicture } from './similarity/known-picture.ts';
import type { PicturedRecord } from './similarity/pictures.ts';

/** One change of the gallery. */
export type GalleryChange = ImageChange | { readonly noImage: DeletedImage };

/** An image that is added or overwritten. Without `picture`, the picture that is known of it stays. */
export interface ImageChange {
  readonly image: GalleryRecord;
  readonly picture?: KnownPicture | undefined;
}

/** Without PicName, every image of the product is deleted. */
interface DeletedImage {
  readonly ProductId: string;
  readonly PicName?: string | undefined;
}

/** The images of an instance, by ProductId and PicName. */
export class Gallery {
  readonly #capacity: number;
  readonly #records: Map<string, PicturedRecord>;

  constructor(capacity: number, records = new Map<string, PicturedRecord>()) {
    this.#capacity = capacity;
    this.#records = records;
  }

  get size(): number {
    return this.#records.size;
  }

  find(productId: string, picName: string): GalleryRecord | undefined {
    return this.findPictured(productId, picName)?.record;
  }

  findPictured(productId: string, picName: string): PicturedRecord | undefined {
    return this.#records.get(nameOf(productId, picName));
  }

  /** False when `change` adds an image that is not there yet, and the gallery is full. */
  admits(change: GalleryChange): boolean {
    if (!('image' in change)) return true;
    return this.size < this.#capacity || this.#records.has(recordName(change.image));
  }

  /** False when `change` deletes what is not there. */
  isChangedBy(change: GalleryChange): boolean {
    return 'image' in change || !this.#namesOf(change.noImage).next().done;
  }

  /** An image of the same two names is overwritten. The capacity is not checked: see `admits`. */
  make(change: GalleryChange): void {
    if ('image' in change) {
      const name = recordName(change.image);
      const picture = change.picture ?? this.#records.get(name)?.picture;
      this.#records.set(name, { record: change.image, picture });
    } else for (const name of this.#namesOf(change.noImage)) this.#records.delete(name);
  }

  copy(): Gallery {
    return new Gallery(this.#capacity, new Map(this.#records));
  }

  *records(): IterableIterator<GalleryRecord> {
    for (const { record } of this.#records.values()) yield record;
  }

  pictured(): IterableIterator<PicturedRecord> {
    return this.#records.values();
  }

  *#namesOf({ ProductId, PicName }: DeletedImage): Generator<string, void, void> {
    if (PicName === undefined) {
      for (const [name, { record }] of this.#records) if (record.ProductId === ProductId) yield name;
    } else {
      const name = nameOf(ProductId, PicName);
      if (this.#records.has(name)) yield name;
    }
  }
}

const nameOf = (productId: string, picName: string) => JSON.stringify([productId, picName]);
const recordName = ({ ProductId, PicName }: GalleryRecord) => nameOf(ProductId, PicName);
