import { show } from '../../shared/options/checks.ts';

/** A catalogue that cannot be read as a whole: its data is what is wrong, and no option. */
export class CatalogueUnreadable extends TypeError {
  /** The name of the class. */
  override readonly name: string = 'CatalogueUnreadable';
}

/** A catalogue without a row. */
export class CatalogueEmpty extends CatalogueUnreadable {
  /** The name of the class. */
  override readonly name = 'CatalogueEmpty';
}

/** @param source the file's path; null for a stream @param why completes "as …" */
export const unreadable = (source: string | null, why: string, options?: ErrorOptions): CatalogueUnreadable =>
  new CatalogueUnreadable(unreadableMessage(source, why), options);

export const empty = (source: string | null, why: string): CatalogueEmpty =>
  new CatalogueEmpty(unreadableMessage(source, why));

export const unreadableMessage = (source: string | null, why: string): string =>
  `Cannot read ${source === null ? 'the catalogue' : `catalogue ${show(source)}`} as ${why}`;
