import { SERVICE_TYPE_NUMBERS, type ServiceType } from '../../shared/service-type.ts';
import type { BatchTask } from './batch-task.ts';
import type { GalleryRecord } from './gallery-record.ts';

export interface InstanceOptions {
  readonly name: string;
  readonly serviceType: ServiceType;
  /** How many images the gallery can hold. */
  readonly capacity: number;
  readonly queriesPerSecond: number;
}

/** One change of the gallery or the tasks. */
export type InstanceChange =
  | { readonly image: GalleryRecord }
  /** Without PicName, every image of the product is deleted. */
  | { readonly noImage: { readonly ProductId: string; readonly PicName?: string | undefined } }
  /** The task after the change. */
  | { readonly task: BatchTask };

/** One Image Search instance: its options, its gallery, and its batch tasks. */
export class InstanceState {
  readonly options: InstanceOptions;
  readonly createdAt: number;
  /** Called before each change; an error that it throws prevents the change. */
  onChange: (change: InstanceChange) => void = () => {};
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
    return SERVICE_TYPE_NUMBERS[this.options.serviceType][0];
  }

  find(productId: string, picName: string): GalleryRecord | undefined {
    return this.#gallery.get(nameOf(productId, picName));
  }

  /** False when the gallery is full. An image of the same two names is overwritten. */
  add(record: GalleryRecord): boolean {
    const name = nameOf(record.ProductId, record.PicName);
    if (!this.#gallery.has(name) && this.#gallery.size >= this.options.capacity) return false;
    this.onChange({ image: record });
    this.#gallery.set(name, record);
    return true;
  }

  /** Deletes one image, or every image of the product. Deleting nothing is no failure, as DeleteImage then succeeds. */
  delete(productId: string, picName: string | undefined): void {
    const names = this.#namesOf(productId, picName);
    if (names.length === 0) return;
    this.onChange({ noImage: { ProductId: productId, PicName: picName } });
    for (const name of names) this.#gallery.delete(name);
  }

  addTask(task: BatchTask): void {
    this.onChange({ task });
    this.tasks.push(task);
  }

  changeTask(task: BatchTask, change: Partial<BatchTask>): void {
    this.onChange({ task: { ...task, ...change } });
    Object.assign(task, change);
  }

  /** Restores a saved image or task, without calling `onChange`. */
  restore(change: Exclude<InstanceChange, { readonly noImage: unknown }>): void {
    if ('image' in change)
      this.#gallery.set(nameOf(change.image.ProductId, change.image.PicName), change.image);
    else this.tasks[change.task.id - 1] = change.task;
  }

  /** Deletes every image and every task, without calling `onChange`. */
  clear(): void {
    this.#gallery.clear();
    this.tasks.length = 0;
  }

  records(): IterableIterator<GalleryRecord> {
    return this.#gallery.values();
  }

  #namesOf(productId: string, picName: string | undefined): readonly string[] {
    if (picName !== undefined) return [nameOf(productId, picName)].filter((name) => this.#gallery.has(name));
    return [...this.#gallery].flatMap(([name, { ProductId }]) => (ProductId === productId ? [name] : []));
  }
}

const nameOf = (productId: string, picName: string) => JSON.stringify([productId, picName]);
