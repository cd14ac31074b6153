import { condition, FILTER_FIELDS, type FilterField, type Matches, OPERATORS } from './filter-conditions.ts';
import { type FilterToken, filterTokens } from './filter-tokens.ts';

/** DeleteImage and the searches of @alicloud/imagesearch20201214 4.4.0. Documents of before February 2025 say 256. */
const MOST_CHARACTERS = 4096;
const MOST_DEPTH = 50;

/**
 * Parses a filter clause: `int_attr >= 100 AND str_attr != "value1"` (help page "Filter conditions", Jan 21 2026).
 * That AND binds closer than OR, parentheses, words in any case and the list of `in (1, 2)` are our choice.
 */
export function parseFilter(clause: string): { readonly matches: Matches } | { readonly fault: string } {
  if (clause.length > MOST_CHARACTERS)
    return { fault: `The filter has ${clause.length} characters, the limit is ${MOST_CHARACTERS}` };
  try {
    return { matches: new FilterReader(filterTokens(clause)).read() };
  } catch (error) {
    if (error instanceof FilterFault) return { fault: error.message };
    throw error;
  }
}

class FilterFault extends Error {}

class FilterReader {
  readonly #tokens: readonly FilterToken[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly FilterToken[]) {
    this.#tokens = tokens;
  }

  read(): Matches {
    const matches = this.#anyOf();
    if (this.#token !== undefined) this.#expected('AND, OR or the end');
    return matches;
  }

  #anyOf(): Matches {
    const parts = [this.#allOf()];
    while (this.#takes('OR')) parts.push(this.#allOf());
    return (image) => parts.some((matches) => matches(image));
  }

  #allOf(): Matches {
    const parts = [this.#one()];
    while (this.#takes('AND')) parts.push(this.#one());
    return (image) => parts.every((matches) => matches(image));
  }

  #one(): Matches {
    if (!this.#takes('(')) return this.#condition();
    this.#depth += 1;
    if (this.#depth > MOST_DEPTH) this.#expected(`at most ${MOST_DEPTH} parentheses in each other`);
    const matches = this.#anyOf();
    this.#depth -= 1;
    if (!this.#takes(')')) this.#expected(')');
    return matches;
  }

  #condition(): Matches {
    const field = this.#token?.kind === 'word' ? FILTER_FIELDS.get(this.#token.text) : undefined;
    if (field === undefined) return this.#expected('one of int_attr to int_attr4 and str_attr to str_attr4');
    this.#next += 1;
    const not = this.#takes('NOT');
    if (this.#takes('IN')) {
      const wanted = new Set(this.#list(field));
      return condition(field, (value) => wanted.has(value) !== not);
    }
    if (not) this.#expected('in');
    const operators = OPERATORS[field.kind];
    const sign = this.#token?.kind === 'sign' ? this.#token.text : '';
    const holds = Object.hasOwn(operators, sign) ? operators[sign] : undefined;
    if (holds === undefined)
      return this.#expected(`one of ${Object.keys(operators).join(' ')}, in and not in`);
    this.#next += 1;
    const wanted = this.#value(field);
    return condition(field, (value) => holds(value, wanted));
  }

  #list(field: FilterField): readonly (number | string)[] {
    if (!this.#takes('(')) this.#expected('(');
    const values = [this.#value(field)];
    while (this.#takes(',')) values.push(this.#value(field));
    if (!this.#takes(')')) this.#expected(', or )');
    return values;
  }

  #value({ kind }: FilterField): number | string {
    const token = this.#token;
    if (token?.kind !== kind)
      return this.#expected(kind === 'number' ? 'an integer' : 'a text in double quotes');
    this.#next += 1;
    return kind === 'number' ? Number(token.text) : token.text;
  }

  get #token(): FilterToken | undefined {
    return this.#tokens[this.#next];
  }

  #takes(text: string): boolean {
    const token = this.#token;
    const taken = (token?.kind === 'word' || token?.kind === 'sign') && token.text.toUpperCase() === text;
    if (taken) this.#next += 1;
    return taken;
  }

  #expected(what: string): never {
    const token = this.#token;
    throw new FilterFault(
      token === undefined
        ? `The filter ends where it needs ${what}`
        : `The filter needs ${what} at character ${token.at}`,
    );
  }
}
