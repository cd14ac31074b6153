import { SERVICE_TYPES, type ServiceType } from '../../shared/service-type.ts';
import type { BatchTask } from './batch-task.ts';
import type { GalleryRecord } from './gallery-record.ts';

export interface InstanceOptions {
  readonly name: string;
  readonly serviceType: ServiceType;
  /** Images that fit in. */
  readonly capacity: number;
  readonly queriesPerSecond: number;
}

/** One Image Search instance: what it is, what its gallery holds, and its batch tasks. */
export class InstanceState {
  readonly options: InstanceOptions;
  readonly createdAt: number;
  /** By task id, oldest first. */
  readonly tasks: BatchTask[] = [];
  readonly #gallery = new Map<string, GalleryRecord>();

  constructor(options: InstanceOptions, now: number) {
    this.options = options;
    this.createdAt = now;
  }

  get images(): number {
    return this.#gallery.size;
  }

  /** The number that `Detail` gives for the service type. */
  get serviceTypeNumber(): number {
    return SERVICE_TYPES[this.options.serviceType][0];
  }

  find(productId: string, picName: string): GalleryRecord | undefined {
    return this.#gallery.get(nameOf(productId, picName));
  }

  /** False when the gallery is full. An image of the same two names is overwritten. */
  add(record: GalleryRecord): boolean {
    const name = nameOf(record.ProductId, record.PicName);
    if (!this.#gallery.has(name) && this.#gallery.size >= this.options.capacity) return false;
    this.#gallery.set(name, record);
    return true;
  }

  /** Deletes one image, or every image of the product. None is no failure: DeleteImage succeeds then too. */
  delete(productId: string, picName: string | undefined): void {
    if (picName !== undefined) {
      this.#gallery.delete(nameOf(productId, picName));
      return;
    }
    for (const [name, record] of this.#gallery)
      if (record.ProductId === productId) this.#gallery.delete(name);
  }

  records(): IterableIterator<GalleryRecord> {
    return this.#gallery.values();
  }
}

const nameOf = (productId: string, picName: string) => JSON.stringify([productId, picName]);
