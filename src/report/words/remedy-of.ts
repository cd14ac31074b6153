import type { ReportLanguage, Translated } from '../report-languages.ts';
import { CATALOGUE_REMEDIES } from './remedies/catalogue.ts';
import { IMAGE_REMEDIES } from './remedies/image.ts';
import { IMPORT_REMEDIES } from './remedies/import.ts';
import { META_REMEDIES } from './remedies/meta.ts';
import { SERVICE_REMEDIES } from './remedies/service.ts';

/** What to do, by the code of an issue. */
export const REMEDIES: ReadonlyMap<string, Translated> = new Map(
  [CATALOGUE_REMEDIES, IMAGE_REMEDIES, META_REMEDIES, IMPORT_REMEDIES, SERVICE_REMEDIES].flatMap((table) =>
    Object.entries(table),
  ),
);

const UNKNOWN: Translated = {
  en: 'No document lists this code: look at the message.',
  zh: '没有文档列出此代码，请查看信息。',
};

export const remedyOf = (code: string, language: ReportLanguage): string =>
  (REMEDIES.get(code) ?? UNKNOWN)[language];
