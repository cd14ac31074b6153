import type { SeverityByProfile } from '../meta-profile.ts';
import type { MetaFieldName } from './meta-fields.ts';
import type { FieldRule, LineDifference } from './meta-rule.ts';

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

/** A pattern that matches a text as it stands. */
export const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
