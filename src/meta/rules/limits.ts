import { hasLoneSurrogate, LONE_SURROGATES, loneSurrogate } from '../../shared/text/lone-surrogate.ts';
import type { MetaFieldName } from '../model/meta-fields.ts';
import type { SeverityByProfile } from '../model/meta-profile.ts';
import type { FieldRule, LineDifference } from './meta-rule.ts';

/** An integer of 32 bits. */
export const INT32 = { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 };

interface LimitOptions<Code extends string> {
  readonly code: Code;
  readonly severity: SeverityByProfile;
  readonly source: string;
  /** What the message says of the limit. */
  readonly because?: string;
}

/**
 * A rule about the length of a text. Characters are UTF-16 units, as every counter the service shows counts them; no
 * document says more than "characters".
 */
export function longest<const Code extends string>(
  wire: MetaFieldName,
  limit: number,
  { code, severity, source, because }: LimitOptions<Code>,
) {
  const text = (length: number): LineDifference => ({
    [wire]: wire === 'PicName' ? `${'x'.repeat(length - 4)}.jpg` : 'x'.repeat(length),
  });
  return {
    code,
    severity,
    field: wire,
    source,
    bad: text(limit + 1),
    good: text(limit),
    limits: () => ({ maxLength: limit }),
    ofValue: (value: string) =>
      value.length > limit
        ? `${wire} is ${value.length} characters long: ${because ?? `the limit is ${limit}`}`
        : undefined,
  } as const satisfies FieldRule<string>;
}

/** A rule about the characters of a text: `pattern` matches what keeps it, as JSON Schema says it. */
export function matching<const Code extends string>(
  wire: MetaFieldName,
  pattern: string,
  {
    message,
    ...rule
  }: LimitOptions<Code> & {
    readonly bad: LineDifference;
    readonly good: LineDifference;
    readonly message: (value: string) => string;
  },
) {
  const kept = new RegExp(pattern, 'u');
  return {
    ...rule,
    field: wire,
    limits: () => ({ pattern }),
    ofValue: (value: string) => (kept.test(value) ? undefined : message(value)),
  } as const satisfies FieldRule<string>;
}

/** A rule about which characters a text must not have. */
export const without = <const Code extends string>(
  wire: MetaFieldName,
  characters: string,
  options: Parameters<typeof matching<Code>>[2],
) => ({ ...matching(wire, `^[^${characters}]*$`, options), characters }) as const satisfies FieldRule<string>;

/** A rule that a text has whole characters only. Each half of a surrogate pair is a code unit that UTF-8 cannot hold. */
export const wholeCharacters = (wire: MetaFieldName) => ({
  ...without(wire, LONE_SURROGATES, {
    code: 'META_LONE_SURROGATE',
    severity: 'error',
    source: 'UTF-8, the encoding of the API, cannot hold one (RFC 3629, section 3)',
    bad: { [wire]: 'shoe \ud83d.jpg' },
    good: { [wire]: 'shoe \ud83d\udc5f.jpg' },
    message: (text) => withLoneSurrogate(wire, text),
  }),
  ofValue: (text: string) => (hasLoneSurrogate(text) ? withLoneSurrogate(wire, text) : undefined),
});

export const withLoneSurrogate = (name: string, text: string): string =>
  `${name} contains ${loneSurrogate(text)}, half of a surrogate pair, which UTF-8 cannot hold: write the whole character or leave it out`;

/** A pattern that matches a text as it stands. */
export const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
