import { show } from '../../shared/options/checks.ts';
import { CatalogueUnreadable } from '../model/catalogue-unreadable.ts';

/** The error of a workbook that cannot be read. @param reason completes "as …" */
export const workbookFault = (source: string | null, reason: string, cause?: unknown): CatalogueUnreadable =>
  new CatalogueUnreadable(
    `Cannot read workbook ${show(source)} as ${reason}: save it anew in Excel, or export it as CSV UTF-8`,
    { cause },
  );
