/**
 * Whether bytes are text of an encoding, without a fault. Of GB18030 no bytes are, where Node was built without full ICU.
 *
 * @param isWhole false when the bytes are the beginning of a text, so that the last character may be cut
 */
export function decodesAs(encoding: 'utf-8' | 'gb18030', bytes: Uint8Array, isWhole: boolean): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: !isWhole });
    return true;
  } catch {
    return false;
  }
}
