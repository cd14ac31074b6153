import {
  adviceFor,
  CATALOGUE_RULES,
  IMAGE_RULES,
  IMPORT_RULES,
  MIGRATION_RESULT_RULES,
  MIGRATION_RULES,
  READINESS_RULES,
  REPAIR_ISSUES,
  remedyOf,
  WITHHELD_RULES,
} from '../../index.ts';
import { META_FIXES, META_ISSUES } from '../../meta/index.ts';
import { textOfFamily } from './code-families.ts';
import type { Explanation, Language, RuleText, Translated } from './explanation.ts';
import { metaExplanation } from './meta-explanation.ts';
import { SOURCES, sourceIn } from './sources.ts';
import { ADVICE_TEXTS } from './texts/advice-texts.ts';
import { CATALOGUE_TEXTS } from './texts/catalogue-texts.ts';
import { ERROR_TEXTS } from './texts/error-texts.ts';
import { HTTP_TEXTS } from './texts/http-texts.ts';
import { IMAGE_TEXTS, REPAIR_TEXTS } from './texts/image-texts.ts';
import { IMPORT_TEXTS, UPLOAD_TEXTS } from './texts/import-texts.ts';
import { META_FIX_TEXTS } from './texts/meta-texts.ts';
import { MIGRATION_RESULT_TEXTS, MIGRATION_TEXTS, WITHHELD_TEXTS } from './texts/plan-texts.ts';
import { READINESS_TEXTS } from './texts/readiness-texts.ts';
import { REPAIR_STEP_TEXTS, WARNING_TEXTS } from './texts/repair-texts.ts';
import { GATEWAY_TEXTS, IMAGE_SEARCH_TEXTS, type ServiceText } from './texts/service-texts.ts';
import { SYSTEM_TEXTS } from './texts/system-texts.ts';

/** Explains a code of one table, in a language. */
type Explain = (code: string, language: Language) => Explanation | Promise<Explanation>;

interface Table {
  readonly codes: readonly string[];
  readonly explain: Explain;
}

interface Rule {
  readonly severity?: string;
  readonly means: string;
  readonly source?: string;
}

/** Codes of rules, whose table says in English what they mean; what to do is in the report's words unless the texts say so. */
function ofRules(
  rules: Readonly<Record<string, Rule>>,
  texts: Readonly<Record<string, RuleText & { readonly remedy?: Translated }>>,
  source: Translated,
): Table {
  const explain: Explain = (code, language) => {
    const [rule, text] = [rules[code] as Rule, texts[code] as RuleText & { readonly remedy?: Translated }];
    return {
      code,
      means: language === 'zh' ? text.zh : rule.means,
      severity: rule.severity,
      source: rule.source ? sourceIn(language, rule.source) : source[language],
      remedy: text.remedy?.[language] ?? remedyOf(code, language),
      bad: text.example,
    };
  };
  return { codes: Object.keys(rules), explain };
}

/** Codes that have no rule, whose texts are all there is to say. */
function ofTexts(
  texts: Readonly<
    Record<string, { readonly means: Translated; readonly remedy?: Translated; readonly example: string }>
  >,
  source: Translated,
): Table {
  const explain: Explain = (code, language) => {
    const { means, remedy, example } = texts[code] as (typeof texts)[string];
    return {
      code,
      means: means[language],
      source: source[language],
      remedy: remedy?.[language] ?? remedyOf(code, language),
      bad: example,
    };
  };
  return { codes: Object.keys(texts), explain };
}

/** Codes of a service: what `adviceFor` says, in both languages. */
function ofService(texts: Readonly<Record<string, ServiceText>>, source: Translated): Table {
  const explain: Explain = (code, language) => {
    const [httpStatus, en, zh] = texts[code] as ServiceText;
    const advice = adviceFor(code).advice ?? '';
    const answer = JSON.stringify({ Code: code, Message: en });
    return {
      code,
      means: language === 'zh' ? zh : en,
      source: source[language],
      remedy: language === 'en' ? advice : (ADVICE_TEXTS[advice] ?? ''),
      bad: httpStatus === null ? answer : `HTTP ${httpStatus} ${answer}`,
    };
  };
  return { codes: Object.keys(texts), explain };
}

const READINESS: Table = {
  codes: Object.keys(READINESS_RULES),
  explain: (code, language) => {
    const { level, means, remedy } = READINESS_RULES[code as keyof typeof READINESS_RULES];
    const { zh, remedyZh, example } = READINESS_TEXTS[code as keyof typeof READINESS_RULES];
    const [meaning, step, nothing] =
      language === 'zh' ? [zh, remedyZh, '无需处理'] : [means, remedy, 'Nothing has to be done'];
    const source = SOURCES.ofReadiness[language];
    return { code, means: meaning, severity: level, source, remedy: step ?? nothing, bad: example };
  },
};

const FIXES: Table = {
  codes: Object.keys(META_FIXES),
  explain: (code, language) => {
    const { does, because, before, after } = META_FIXES[code as keyof typeof META_FIXES];
    const [means, remedy] =
      language === 'zh'
        ? [META_FIX_TEXTS[code as keyof typeof META_FIXES], '无需处理：请查看修改后的行']
        : [
            `lint --fix has repaired a line: ${does}, since ${because}`,
            'Nothing has to be done: look at the line',
          ];
    return { code, means, source: SOURCES.ofFix[language], remedy, bad: before, good: after };
  },
};

const META: Table = { codes: Object.keys(META_ISSUES), explain: metaExplanation };

const notRepaired = Object.fromEntries(
  Object.entries(REPAIR_ISSUES).map(([code, means]) => [
    code,
    { means: `the image is not repaired: ${means}` },
  ]),
);
const withheld = Object.fromEntries(Object.entries(WITHHELD_RULES).map(([code, means]) => [code, { means }]));

/** Every code by what it is about. The pages of codes of the documentation are made from it. */
export const CODE_TABLES = {
  meta: [META, FIXES],
  images: [
    ofRules(IMAGE_RULES, IMAGE_TEXTS, SOURCES.ofImage),
    ofRules(notRepaired, REPAIR_TEXTS, SOURCES.ofRepair),
    ofTexts(REPAIR_STEP_TEXTS, SOURCES.ofRepair),
    ofTexts(WARNING_TEXTS, SOURCES.ofWarning),
    ofTexts(HTTP_TEXTS, SOURCES.ofUrl),
  ],
  catalogue: [ofRules(CATALOGUE_RULES, CATALOGUE_TEXTS, SOURCES.ofCatalogue)],
  import: [ofRules(IMPORT_RULES, IMPORT_TEXTS, SOURCES.ofImport), ofTexts(UPLOAD_TEXTS, SOURCES.ofUpload)],
  errors: [ofTexts(ERROR_TEXTS, SOURCES.ofError), ofTexts(SYSTEM_TEXTS, SOURCES.ofSystem)],
  service: [
    ofService(IMAGE_SEARCH_TEXTS, SOURCES.ofImageSearch),
    ofService(GATEWAY_TEXTS, SOURCES.ofGateway),
  ],
  readiness: [
    READINESS,
    ofRules(withheld, WITHHELD_TEXTS, SOURCES.ofSync),
    ofRules(MIGRATION_RULES, MIGRATION_TEXTS, SOURCES.ofSync),
    ofRules(MIGRATION_RESULT_RULES, MIGRATION_RESULT_TEXTS, SOURCES.ofMigration),
  ],
} as const satisfies Readonly<Record<string, readonly Table[]>>;

const TABLES: readonly Table[] = Object.values(CODE_TABLES).flat();

/** Every code that can be explained. */
export const explainedCodes = (): readonly string[] => [...new Set(TABLES.flatMap(({ codes }) => codes))];

/** What a code means, where that is from, and what to do; undefined for a code that nobody knows. */
export const explainCode = async (
  code: string,
  language: Language = 'en',
): Promise<Explanation | undefined> =>
  (TABLES.find(({ codes }) => codes.includes(code)) ?? familyOf(code))?.explain(code, language);

/** A table of one code, when it is of a family. */
function familyOf(code: string): Table | undefined {
  const text = textOfFamily(code);
  return text === undefined ? undefined : ofTexts({ [code]: text }, SOURCES.ofFamily);
}
