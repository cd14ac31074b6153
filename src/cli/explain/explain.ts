import { closestName } from '../../shared/closest-name.ts';
import type { Action } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { explainCode, explainedCodes } from './explain-code.ts';
import type { Explanation } from './explanation.ts';

/** `explain CODE…`: what codes mean, where the rules come from, examples, and what to do. */
export const explain: Action<readonly string[], object> = async ({ output }, codes) => {
  for (const given of codes) {
    const explanation = (await explainCode(given)) ?? (await explainCode(given.toUpperCase()));
    if (explanation === undefined) throw new TypeError(unknownCode(given));
    const {
      code,
      means,
      severity = null,
      source = null,
      remedy = null,
      bad = null,
      good = null,
    } = explanation;
    await output.result({ code, means, severity, source, remedy, bad, good }, textOf(explanation));
  }
  return EXIT.fine;
};

function unknownCode(given: string): string {
  const close = closestName(given, explainedCodes(), (code) => code);
  const hint =
    close === undefined ? 'imagesearch-import help codes names their kinds' : `did you mean ${close}?`;
  return `Cannot explain ${JSON.stringify(given)} as no code has this name: ${hint}`;
}

function textOf({ code, severity, means, source, remedy, bad, good }: Explanation): readonly string[] {
  return [
    severity === undefined ? code : `${code} (${severity})`,
    ...labelled('means', means),
    ...labelled('source', source),
    ...labelled('bad', bad),
    ...labelled('good', good),
    ...labelled('remedy', remedy),
  ];
}

const labelled = (label: string, text: string | undefined): readonly string[] =>
  text === undefined
    ? []
    : text
        .trimEnd()
        .split('\n')
        .map((line, at) => `  ${(at === 0 ? label : '').padEnd(8)}${line}`);
