import { closestName } from '../../shared/options/closest-name.ts';
import type { Action } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { widthOf } from '../output/text-width.ts';
import { explainCode, explainedCodes } from './explain-code.ts';
import type { Explanation, Language } from './explanation.ts';
import { LABELS, SEVERITY_TEXTS } from './texts/label-texts.ts';

/** `explain CODE…`: what codes mean, where the rules come from, examples, and what to do. */
export const explain: Action<readonly string[], { readonly lang: Language }> = async (
  { output },
  codes,
  { lang },
) => {
  for (const given of codes) {
    const explanation = (await explainCode(given, lang)) ?? (await explainCode(given.toUpperCase(), lang));
    if (explanation === undefined) throw new TypeError(unknownCode(given));
    const { code, means, severity = null, source, remedy, bad, good = null } = explanation;
    await output.result({ code, means, severity, source, remedy, bad, good }, textOf(explanation, lang));
  }
  return EXIT.fine;
};

/** How many codes are named that begin with what was typed. */
const MOST_MEANT = 5;

function unknownCode(given: string): string {
  const codes = explainedCodes();
  const begun = codes.filter((code) => code.startsWith(given.toUpperCase())).slice(0, MOST_MEANT);
  const meant = begun.length > 0 ? begun.join(', ') : closestName(given, codes, (code) => code);
  const hint =
    meant === undefined ? 'imagesearch-import help codes names their kinds' : `did you mean ${meant}?`;
  return `Cannot explain ${JSON.stringify(given)} as no code has this name: ${hint}`;
}

function textOf(
  { code, severity, means, source, remedy, bad, good }: Explanation,
  lang: Language,
): readonly string[] {
  const grade = severity === undefined ? undefined : (SEVERITY_TEXTS[severity]?.[lang] ?? severity);
  return [
    grade === undefined ? code : `${code} (${grade})`,
    ...labelled(LABELS.means[lang], means),
    ...labelled(LABELS.source[lang], source),
    ...labelled(LABELS[good === undefined ? 'example' : 'bad'][lang], bad),
    ...labelled(LABELS.good[lang], good),
    ...labelled(LABELS.remedy[lang], remedy),
  ];
}

/** In columns of a terminal: wider than each label, of which a Chinese character takes two. */
const WIDTH_OF_LABELS = 9;

function labelled(label: string, text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  const beside = ' '.repeat(WIDTH_OF_LABELS - widthOf(label));
  const below = ' '.repeat(WIDTH_OF_LABELS);
  const lines = text.trimEnd().split('\n');
  return lines.map((line, at) => `  ${at === 0 ? label + beside : below}${line}`);
}
