/** FNV-1a of the code units: any 32-bit number, to put texts into partitions. */
export function hashOfText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash ^ (hash >>> 16); // the lower bits alone would not depend on the upper ones of the units
}
