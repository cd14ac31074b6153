import { hasLoneSurrogate, LONE_SURROGATES } from '../../shared/text/lone-surrogate.ts';

/** A byte that stands nowhere in UTF-8. */
export const NEVER_UTF8 = 0xff;

const LONE = new RegExp(`[${LONE_SURROGATES}]`, 'u');
const encoder = new TextEncoder();

/**
 * Text as UTF-8, in pieces. `TextEncoder` puts U+FFFD in the place of a lone surrogate, which the text does not say; here
 * `NEVER_UTF8` stands there, so that the line is refused and no other.
 */
export function encodeText(text: string): readonly Uint8Array[] {
  if (!hasLoneSurrogate(text)) return [encoder.encode(text)];
  const [first = '', ...others] = text.split(LONE);
  return [
    encoder.encode(first),
    ...others.flatMap((one) => [Uint8Array.of(NEVER_UTF8), encoder.encode(one)]),
  ];
}
