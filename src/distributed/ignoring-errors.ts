/** A word to somebody who cannot hear it, now or later, is no reason to end an import. */
export function ignoringErrors(tell: () => unknown): void {
  const told = async () => tell();
  told().catch(() => {});
}
