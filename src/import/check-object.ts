/**
 * The name, in the folder of an import, of the object by which `checkReadiness` tries to write there. Always the same, so that a
 * policy can name it, and one at most stays behind. No longer than that of increment.meta: whatever folder takes that, takes it.
 */
export const CHECK_OBJECT = '.import-check';
