const UNITS = [
  ['GB', 1e9],
  ['MB', 1e6],
] as const;

/** Bytes in units of ten, as networks are measured in: `0.4 MB`, `12.3 GB`. */
export function bytesText(bytes: number): string {
  const [unit, size] = UNITS.find(([, least]) => bytes >= least) ?? UNITS[1];
  return `${(bytes / size).toFixed(1)} ${unit}`;
}
