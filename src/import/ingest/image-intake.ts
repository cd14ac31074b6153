import { rm } from 'node:fs/promises';
import type { CatalogueEntry } from '../../catalogue/model/catalogue-entry.ts';
import { MOST_BYTES } from '../../image/header/image-bytes.ts';
import { Unreadable } from '../../image/read/unreadable.ts';
import { Deadline } from '../../shared/async/deadline.ts';
import type { Issue } from '../../shared/errors/issue.ts';
import { imagePath, planImage } from '../plan/planned-image.ts';
import { MemoryRoom } from '../prepare/memory-room.ts';

/** So many images are read at once; each may take 4 MiB of memory. */
const AT_ONCE = 64;

/** An image that was read: the file that has it, or why there is none. */
export type ReadImage = { readonly path: string } | { readonly issue: Issue };

/** Reads the bytes of images into files of a folder. One that does not arrive holds up no other one, and ends in time. */
export class ImageIntake {
  readonly #folder: string;
  readonly #timeoutMs: number;
  readonly #signal: AbortSignal;
  readonly #room = new MemoryRoom(AT_ONCE * MOST_BYTES);
  #begun = 0;

  /** @param timeoutMs the time that one image has */
  constructor(folder: string, timeoutMs: number, signal: AbortSignal) {
    this.#folder = folder;
    this.#timeoutMs = timeoutMs;
    this.#signal = signal;
  }

  /** Reads an image once there is room, and hands it to `use`, which moves the file away if it keeps it. */
  take<T>(image: CatalogueEntry['image'], use: (read: ReadImage) => Promise<T>): Promise<T> {
    const number = ++this.#begun;
    return this.#room.use(MOST_BYTES, async () => {
      try {
        return await use(await this.#read(image, number));
      } finally {
        await rm(imagePath(this.#folder, number), { force: true });
      }
    });
  }

  async #read(image: CatalogueEntry['image'], number: number): Promise<ReadImage> {
    const deadline = new Deadline(this.#timeoutMs, this.#signal, () => tooLate(this.#timeoutMs));
    try {
      const read = await planImage(image, number, { work: this.#folder, signal: deadline.signal });
      return read.kind === 'unreadable' ? read : { path: imagePath(this.#folder, number) };
    } finally {
      deadline.clear();
    }
  }
}

const tooLate = (ms: number) =>
  new Unreadable(
    new Error(`it did not arrive within ${ms} ms, which 'imageTimeoutMs' says: send it again, or allow more`),
  );
