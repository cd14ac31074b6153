import { createHash } from 'node:crypto';
import type { CatalogueRow } from '../../catalogue/model/catalogue-entry.ts';
import { recordOf } from '../../catalogue/record-of.ts';
import { metaContext } from '../../meta/model/meta-options.ts';
import type { MetaProfile } from '../../meta/model/meta-profile.ts';
import type { PicNameBase } from '../../meta/model/pic-name.ts';
import { RecordCheck } from '../../meta/rules/check-record.ts';
import type { ServiceType } from '../../shared/service-type.ts';
import type { WrittenEntry } from './planned-entry.ts';
import { shownImage } from './planned-image.ts';

export interface EntryReadingOptions {
  readonly serviceType: ServiceType;
  readonly profile: MetaProfile;
  readonly picNameBase: PicNameBase;
  /** The folder of increment.meta, in the bucket. */
  readonly folder: string;
  /** Called now and then, and in the end, with the number of entries that were read. */
  readonly onRead?: ((entries: number) => void) | undefined;
}

/** How many entries a catalogue has, and what tells it from others. */
export interface EntriesRead {
  readonly entries: number;
  /** Accepted ones of each operation. */
  readonly adds: number;
  readonly deletes: number;
  /** SHA-256 of all entries, in hex. Bytes that entries bring are not part of it. */
  readonly digest: string;
}

const ENTRIES_IN_A_REPORT = 100;

/** Numbers entries and checks their lines, one after the other. */
export class EntryReading {
  readonly #options: EntryReadingOptions;
  readonly #rules: RecordCheck;
  readonly #hash = createHash('sha256');
  #entries = 0;
  #adds = 0;
  #deletes = 0;

  constructor(options: EntryReadingOptions) {
    const { serviceType, profile, picNameBase, folder } = options;
    this.#options = options;
    this.#rules = new RecordCheck(metaContext({ serviceType, profile, picNameBase, metaFolder: folder }));
  }

  take(row: CatalogueRow): Omit<WrittenEntry, 'image'> {
    this.#entries += 1;
    const line = this.#checkLine(row);
    if (line.record?.operationType === 'ADD') this.#adds += 1;
    if (line.record?.operationType === 'DELETE') this.#deletes += 1;
    const image = row.entry?.image;
    const named = image instanceof URL ? image.href : typeof image === 'string' ? image : null;
    this.#hash.update(JSON.stringify([line, named]));
    if (this.#entries % ENTRIES_IN_A_REPORT === 0) this.#options.onRead?.(this.#entries);
    return line;
  }

  /** After the last row. */
  finish(): EntriesRead {
    this.#options.onRead?.(this.#entries);
    const [entries, adds, deletes] = [this.#entries, this.#adds, this.#deletes];
    return { entries, adds, deletes, digest: this.#hash.digest('hex') };
  }

  #checkLine({ place, entry, names: namesOfRow, issues }: CatalogueRow): Omit<WrittenEntry, 'image'> {
    const { picNameBase, folder } = this.#options;
    const { productId = null, image, picName = shownImage(image) } = entry ?? namesOfRow ?? {};
    const checked =
      entry && this.#rules.check({ ...recordOf(entry, { picNameBase, metaFolder: folder }) }, 'record');
    return {
      number: this.#entries,
      ...{ place, productId, picName, record: checked?.record },
      issues: checked === undefined ? issues : [...issues, ...checked.issues],
    };
  }
}
