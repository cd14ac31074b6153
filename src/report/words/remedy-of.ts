import type { ReportLanguage, Translated } from '../report-languages.ts';
import { CATALOGUE_REMEDIES } from './remedies/catalogue.ts';
import { IMAGE_REMEDIES } from './remedies/image.ts';
import { IMPORT_REMEDIES } from './remedies/import.ts';
import { META_REMEDIES } from './remedies/meta.ts';
import { SERVICE_REMEDIES } from './remedies/service.ts';
import { WITHHELD_REMEDIES } from './remedies/withheld.ts';

/** What to do, by the code of an issue, or of a reason that keeps superfluous images. */
export const REMEDIES: ReadonlyMap<string, Translated> = new Map(
  [
    ...[CATALOGUE_REMEDIES, IMAGE_REMEDIES, META_REMEDIES, IMPORT_REMEDIES, SERVICE_REMEDIES],
    WITHHELD_REMEDIES,
  ].flatMap((table) => Object.entries<Translated>(table)),
);

const UNKNOWN: Translated = {
  en: 'No document lists this code: look at the message.',
  zh: '没有文档列出此代码，请查看信息。',
};

/** What to do about an issue, or about an image that the service did not take, by its code: one sentence, without the values. */
export const remedyOf = (code: string, language: ReportLanguage): string =>
  (REMEDIES.get(code) ?? UNKNOWN)[language];
