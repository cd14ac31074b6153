import { getSystemErrorMap } from 'node:util';
import type { CodeText } from './explanation.ts';
import { ERROR_TEXTS } from './texts/error-texts.ts';
import { statusText } from './texts/http-texts.ts';

interface Family {
  readonly pattern: RegExp;
  readonly textOf: (code: string) => CodeText | undefined;
}

/** Codes that come in families, which no table lists one by one: statuses, codes of TLS, and those of the system. */
const FAMILIES: readonly Family[] = [
  { pattern: /^HTTP_[1-5]\d\d$/, textOf: (code) => statusText(Number(code.slice('HTTP_'.length))) },
  {
    pattern:
      /^(CERT_\w+|UNABLE_TO_\w+|\w*SELF_SIGNED_CERT\w*|ERR_TLS_CERT_\w+|INVALID_(CA|PURPOSE)|HOSTNAME_MISMATCH)$/,
    textOf: () => ERROR_TEXTS['CERTIFICATE_REJECTED'],
  },
  { pattern: /^(EPROTO|ERR_SSL_\w+|ERR_TLS_\w+)$/, textOf: () => ERROR_TEXTS['TLS_FAILED'] },
  { pattern: /^E[A-Z0-9_]+$/, textOf: systemText },
];

/** What is said of a code of a family; undefined for a code of none. */
export function textOfFamily(code: string): CodeText | undefined {
  return FAMILIES.find(({ pattern }) => pattern.test(code))?.textOf(code);
}

/** What Node says of a code of the system. */
function systemText(code: string): CodeText | undefined {
  const [, said] = [...getSystemErrorMap().values()].find(([name]) => name === code) ?? [];
  if (said === undefined) return undefined;
  return {
    means: { en: `the system says: ${said}`, zh: `操作系统的说明：${said}` },
    remedy: {
      en: 'look at the file or the host that the message names',
      zh: '检查信息中指出的文件或主机',
    },
    example: `${said} [${code}]`,
  };
}
