import { LONE_SURROGATES } from '../../shared/text/lone-surrogate.ts';
import type { MetaContext } from '../model/meta-context.ts';
import { type FieldBounds, fieldBounds } from './field-bounds.ts';
import { PLAIN_NAME } from './plain-name.ts';

/** Tells of most values, and at once, that they keep every rule of their field. What it does not tell, the rules do. */
export type FieldGlance = (value: unknown) => boolean;

/** A glance for each field, in the order of META_FIELDS: a call for each rule takes several times as long. */
export const fieldGlances = (context: MetaContext): readonly FieldGlance[] =>
  fieldBounds(context).fields.map((bounds) => {
    const { type } = bounds.field;
    if (type === 'string') return textGlance(bounds, context);
    if (type === 'region' || bounds.others.length > 0) return () => false;
    return type === 'boolean' ? () => true : integerGlance(bounds);
  });

function integerGlance({ minimum, maximum, values }: FieldBounds): FieldGlance {
  const listed = values && new Set<unknown>(values);
  return (value) =>
    (value as number) >= minimum && (value as number) <= maximum && (listed?.has(value) ?? true);
}

function textGlance(bounds: FieldBounds, context: MetaContext): FieldGlance {
  const { minLength, maxLength, values, others, limited } = bounds;
  const listed = values && new Set<unknown>(values);
  const characters = limited.map(({ rule }) => rule.characters ?? '').join('');
  const unwanted = new RegExp(`[${characters}${LONE_SURROGATES}]`); // without the flag u: either half of a pair is in doubt
  const isOfName = ({ code }: { readonly code: string }) => PLAIN_NAME.keeps.includes(code);
  const named = others.some(isOfName) ? PLAIN_NAME.pattern : undefined;
  const more = others.filter(
    (rule) => !isOfName(rule) && rule.limits?.(context).pattern !== `^[^${rule.characters}]*$`,
  );
  return (value) => {
    const text = value as string;
    if (text.length < minLength || text.length > maxLength || unwanted.test(text)) return false;
    if (listed?.has(text) === false || named?.test(text) === false) return false;
    for (const { ofValue } of more) if (ofValue(text, context) !== undefined) return false;
    return true;
  };
}
