/** The variables of the environment that name a real instance, and what each of them is. */
const REQUIRED = {
  IMAGESEARCH_LIVE_REGION: 'the region of instance and bucket, such as cn-shanghai',
  IMAGESEARCH_LIVE_INSTANCE: "the instance's name, not its id",
  IMAGESEARCH_LIVE_BUCKET: 'a bucket of that region, which Image Search may read',
} as const;

export interface LiveSettings {
  readonly region: string;
  readonly instance: string;
  readonly bucket: string;
  readonly endpoint: string | undefined;
  readonly ossEndpoint: string | undefined;
  /** Path of the report, in JSON. */
  readonly report: string;
  /** How long the gallery may take to show a change before it is asked whether it has made it, in ms. */
  readonly settleMs: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws {Error} when a variable is missing: names each that is, and what it must be */
export function liveSettings(env: Environment = process.env): LiveSettings {
  const missing = Object.entries(REQUIRED).filter(([name]) => !env[name]);
  if (missing.length > 0)
    throw new Error(
      `Cannot ask a live instance as these variables are not set: ${missing
        .map(([name, what]) => `${name} (${what})`)
        .join(', ')}. See docs/live.md`,
    );
  const seconds = Number(env['IMAGESEARCH_LIVE_SETTLE_SECONDS'] || 30);
  if (!(seconds >= 0 && seconds <= 3_600))
    throw new Error(
      `Cannot ask a live instance as IMAGESEARCH_LIVE_SETTLE_SECONDS must be a number from 0 to 3600: current value is ${env['IMAGESEARCH_LIVE_SETTLE_SECONDS']}`,
    );
  return {
    region: env['IMAGESEARCH_LIVE_REGION'] ?? '',
    instance: env['IMAGESEARCH_LIVE_INSTANCE'] ?? '',
    bucket: env['IMAGESEARCH_LIVE_BUCKET'] ?? '',
    endpoint: env['IMAGESEARCH_LIVE_ENDPOINT'] || undefined,
    ossEndpoint: env['IMAGESEARCH_LIVE_OSS_ENDPOINT'] || undefined,
    report: env['IMAGESEARCH_LIVE_REPORT'] || 'live-report.json',
    settleMs: seconds * 1_000,
  };
}
