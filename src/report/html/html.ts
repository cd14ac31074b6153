import { visibleText } from './visible-text.ts';

/** A piece of HTML. Only `html` makes one, so that no text gets into a page unescaped. */
export class Html {
  readonly text: string;

  /** @param text HTML that is whole and trusted */
  constructor(text: string) {
    this.text = text;
  }
}

type HtmlValue = Html | string | number | readonly Html[] | undefined;

/** HTML with values in it: texts and numbers are escaped, and show what nobody could see; pieces of HTML stay as they are, undefined leaves nothing. */
export const html = (strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html =>
  new Html(strings.reduce((before, string, n) => `${before}${htmlOf(values[n - 1])}${string}`));

function htmlOf(value: HtmlValue): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(({ text }) => text).join('');
  return escaped(visibleText(String(value)));
}

/** A text as it stands in HTML, between tags and between quotes. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** JSON as it stands in a script element, which ends at the first `</script` and changes its rules at `<!--`. */
export const jsonInScript = (value: unknown): Html =>
  new Html(JSON.stringify(value).replaceAll('<', '\\u003c'));
