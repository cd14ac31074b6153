import type { CatalogueRow } from '../../catalogue/model/catalogue-entry.ts';
import { recordIn } from '../../catalogue/record-of.ts';
import { metaContext } from '../../meta/model/meta-options.ts';
import type { MetaProfile } from '../../meta/model/meta-profile.ts';
import type { PicNameBase } from '../../meta/model/pic-name.ts';
import { RecordCheck } from '../../meta/rules/check-record.ts';
import type { ServiceType } from '../../shared/model/service-type.ts';
import type { WrittenEntry } from './planned-entry.ts';
import { shownImage } from './planned-image.ts';

export interface EntryCheckOptions {
  readonly serviceType: ServiceType;
  readonly profile: MetaProfile;
  readonly picNameBase: PicNameBase;
  /** The folder of increment.meta, in the bucket. */
  readonly folder: string;
}

/** An entry, before its image is looked at. */
export type CheckedEntry = Omit<WrittenEntry, 'image'>;

/** Numbers entries and checks their lines, one after the other. */
export class EntryCheck {
  readonly #picNameBase: PicNameBase;
  readonly #folder: string;
  readonly #rules: RecordCheck;

  /** How many were checked. */
  entries = 0;

  constructor({ serviceType, profile, picNameBase, folder }: EntryCheckOptions) {
    this.#picNameBase = picNameBase;
    this.#folder = folder;
    this.#rules = new RecordCheck(metaContext({ serviceType, profile, picNameBase, metaFolder: folder }));
  }

  check({ place, entry, names, issues: ofRow }: CatalogueRow): CheckedEntry {
    this.entries += 1;
    const { productId = null, image, picName = shownImage(image) } = entry ?? names ?? {};
    if (entry === undefined)
      return { number: this.entries, place, productId, picName, record: undefined, issues: ofRow };
    const raw = recordIn(entry, this.#picNameBase, this.#folder);
    const { record, issues: ofLine } = this.#rules.check(raw, 'record');
    const issues = ofLine.length === 0 ? ofRow : [...ofRow, ...ofLine];
    return { number: this.entries, place, productId, picName, record, issues };
  }
}
