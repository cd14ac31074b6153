import { callable, oneOf, show, text } from '../../shared/options/checks.ts';
import { FOLLOW_LINKS } from '../../shared/options/follow-links.ts';
import { knownOptions } from '../../shared/options/known-options.ts';
import { CATALOGUE_OPTIONS, type CatalogueOptions } from './catalogue-options.ts';
import { CATALOGUE_ENCODINGS, DELIMITERS, FILE_FORMATS, IMAGE_SEPARATORS } from './raw-row.ts';

const CHOICES = {
  format: FILE_FORMATS,
  encoding: [...CATALOGUE_ENCODINGS, 'auto'],
  delimiter: DELIMITERS,
  imageSeparator: [...IMAGE_SEPARATORS, 'none'],
  followLinks: FOLLOW_LINKS,
} as const satisfies { readonly [Name in keyof CatalogueOptions]?: readonly string[] };

const FLAGS = ['allowProductDeletes'] as const;
const LISTS = ['include', 'exclude'] as const;

/** @throws {TypeError} for an option that is misspelt or of another type */
export function checkOptions(options: CatalogueOptions): void {
  knownOptions('readCatalogue()', options, CATALOGUE_OPTIONS);
  for (const [name, allowed] of Object.entries(CHOICES) as [keyof typeof CHOICES, readonly string[]][])
    if (options[name] !== undefined) oneOf(allowed, name, options[name]);
  for (const name of FLAGS)
    if (![undefined, true, false].includes(options[name])) throw wrong(name, 'true or false', options[name]);
  for (const name of LISTS) {
    const list: unknown = options[name] ?? [];
    if (!Array.isArray(list) || !list.every((glob) => typeof glob === 'string'))
      throw wrong(name, 'a list of globs', list);
  }
  if (options.images !== undefined) text('images', options.images);
  if (options.onColumns !== undefined) callable('onColumns', options.onColumns);
  const { signal } = options;
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw wrong('signal', 'an AbortSignal', signal);
}

const wrong = (name: string, rule: string, value: unknown) =>
  new TypeError(`Cannot continue as '${name}' must be ${rule}: current value is ${show(value)}`);
