import type { ServiceType } from '../../shared/model/service-type.ts';
import type { BatchTask } from './batch-task.ts';
import type { ExportTask } from './export-task.ts';
import { Gallery, type GalleryChange, type ImageChange } from './gallery.ts';
import type { GalleryRecord } from './gallery-record.ts';
import type { KnownPicture } from './similarity/known-picture.ts';
import type { PicturedRecord } from './similarity/pictures.ts';

export interface InstanceOptions {
  readonly name: string;
  readonly serviceType: ServiceType;
  /** How many images the gallery can hold. */
  readonly capacity: number;
  readonly queriesPerSecond: number;
}

/** One change of the gallery or the tasks. */
export type InstanceChange =
  | GalleryChange
  /** The task after the change. With `makesPending`, the pending changes right before it take effect, too. */
  | { readonly task: BatchTask; readonly makesPending?: true | undefined }
  /** Takes effect only when, after further pending changes, a task with `makesPending` follows. */
  | { readonly pending: GalleryChange }
  /** The export after the change. */
  | { readonly exported: ExportTask };

/** One Image Search instance: its options, its gallery, and its batch tasks. */
export class InstanceState {
  readonly options: InstanceOptions;
  readonly createdAt: number;
  /** Called before each change; an error that it throws prevents the change. */
  onChange: (change: InstanceChange) => void = () => {};
  /** By task id, oldest first. */
  readonly tasks: BatchTask[] = [];
  /** By id, oldest first. */
  readonly exports: ExportTask[] = [];
  #gallery: Gallery;

  constructor(options: InstanceOptions, now: number) {
    this.options = options;
    this.createdAt = now;
    this.#gallery = new Gallery(options.capacity);
  }

  get images(): number {
    return this.#gallery.size;
  }

  find(productId: string, picName: string): GalleryRecord | undefined {
    return this.#gallery.find(productId, picName);
  }

  findPictured(productId: string, picName: string): PicturedRecord | undefined {
    return this.#gallery.findPictured(productId, picName);
  }

  /** False when the gallery is full. An image of the same two names is overwritten. */
  add(image: GalleryRecord, picture?: KnownPicture): boolean {
    return this.change({ image, ...(picture && { picture }) });
  }

  /** Deletes one image, or every image of the product. Deleting nothing is no failure, as DeleteImage then succeeds. */
  delete(productId: string, picName: string | undefined): void {
    this.change({ noImage: { ProductId: productId, PicName: picName } });
  }

  /** Adds or deletes. False when the gallery is full. */
  change(change: GalleryChange): boolean {
    if (!this.#gallery.admits(change)) return false;
    if (!this.#gallery.isChangedBy(change)) return true;
    this.onChange(change);
    this.#gallery.make(change);
    return true;
  }

  addTask(task: BatchTask): void {
    this.onChange({ task });
    this.tasks.push(task);
  }

  changeTask(task: BatchTask, change: Partial<BatchTask>): void {
    this.onChange({ task: { ...task, ...change } });
    Object.assign(task, change);
  }

  addExport(exported: ExportTask): void {
    this.onChange({ exported });
    this.exports.push(exported);
  }

  changeExport(exported: ExportTask, change: Partial<ExportTask>): void {
    this.onChange({ exported: { ...exported, ...change } });
    Object.assign(exported, change);
  }

  /** Changes the gallery and a task at once. False, without any change, when the gallery would be full at one of them. */
  changeTogether(changes: readonly GalleryChange[], task: BatchTask, end: Partial<BatchTask>): boolean {
    const gallery = this.#gallery.copy();
    for (const change of changes) {
      if (!gallery.admits(change)) return false;
      gallery.make(change);
    }
    for (const change of changes) this.onChange({ pending: change });
    this.onChange({ task: { ...task, ...end }, makesPending: true });
    this.#gallery = gallery;
    Object.assign(task, end);
    return true;
  }

  /** Restores a saved image, task or export, without calling `onChange`. */
  restore(change: ImageChange | { readonly task: BatchTask } | { readonly exported: ExportTask }): void {
    if ('image' in change) this.#gallery.make(change);
    else if ('exported' in change) this.exports[change.exported.id - 1] = change.exported;
    else this.tasks[change.task.id - 1] = change.task;
  }

  /** Deletes every image, task and export, without calling `onChange`. */
  clear(): void {
    this.#gallery = new Gallery(this.options.capacity);
    this.tasks.length = 0;
    this.exports.length = 0;
  }

  records(): IterableIterator<GalleryRecord> {
    return this.#gallery.records();
  }

  pictured(): IterableIterator<PicturedRecord> {
    return this.#gallery.pictured();
  }
}
