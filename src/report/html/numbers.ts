import type { ReportLanguage } from '../report-languages.ts';

const LOCALES = { en: 'en', zh: 'zh-CN' } as const satisfies Record<ReportLanguage, string>;

export const localeOf = (language: ReportLanguage): string => LOCALES[language];

/** 1234567 as 1,234,567. */
export const grouped = (count: number): string => count.toLocaleString('en');

export const percent = (share: number): string =>
  share > 0 && share < 0.001 ? '< 0.1 %' : `${(share * 100).toFixed(1)} %`;

/** Bytes as KiB or MiB, which the limits of the service are whole numbers of. */
export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const [unit, size] = bytes < 1024 ** 2 ? ['KiB', 1024] : ['MiB', 1024 ** 2];
  return `${Number((bytes / Number(size)).toFixed(1))} ${unit}`;
}
