import {
  ImageValidator,
  type ImageVerdict,
  type Issue,
  type LIMITS_EDITIONS,
  type ServiceType,
} from '../index.ts';
import { certificatesIn } from './certificates.ts';
import { PROXY } from './connection.ts';
import type { Action } from './context.ts';
import { counted } from './counted.ts';
import { EXIT } from './exit-codes.ts';
import { nextSteps, openPage, rowOf } from './preflight-page.ts';
import { type PreflightRepair, preflightRepair } from './preflight-repair.ts';
import { type PreflightSource, type PreflightSourceOptions, PreflightSources } from './preflight-sources.ts';
import type { ReportCommandOptions } from './report-options.ts';

export interface PreflightOptions extends PreflightSourceOptions, ReportCommandOptions {
  readonly serviceType: ServiceType;
  readonly limits: (typeof LIMITS_EDITIONS)[number];
  readonly concurrency: number;
  readonly megabitsPerSecond?: number | undefined;
  readonly detectTruncation?: boolean | undefined;
  readonly strictEnds?: boolean | undefined;
  readonly decode?: boolean | undefined;
  readonly allowPrivateAddresses?: boolean | undefined;
  /** The folder for repaired images. */
  readonly repair?: string | undefined;
}

/** `preflight PATH…|URL…|oss://BUCKET/PREFIX`: checks images and, if asked to, repairs copies of those that need it. */
export const preflight: Action<readonly string[], PreflightOptions> = async (
  { output, signal },
  addresses,
  options,
) => {
  const { serviceType, limits, megabitsPerSecond, detectTruncation, strictEnds, decode } = options;
  const { concurrency, repair } = options;
  const url = addresses.find((address) => /^https?:/i.test(address));
  if (repair !== undefined && url !== undefined) throw new TypeError(notRepairable(url));
  const urls = {
    ...{ allowPrivateAddresses: options.allowPrivateAddresses ?? false, proxy: PROXY },
    ca: certificatesIn(options.ca),
  } as const;
  const validator = new ImageValidator({
    ...{ serviceType, limits, megabitsPerSecond, detectTruncation, strictEnds, decode, urls },
  });
  await using page = await openPage(options, signal);
  const sources = new PreflightSources(options, signal, output.note);
  const inWork: PreflightSource[] = []; // verdicts come in the order of the sources
  const started = async function* () {
    for await (const source of sources.at(addresses)) {
      if (repair !== undefined && source.source instanceof URL)
        throw new TypeError(notRepairable(source.name));
      inWork.push(source);
      yield source.source;
    }
  };
  const summary = { images: 0, accepted: 0, refused: 0, repaired: 0 };
  let unrepaired = 0;
  try {
    for await (const verdict of validator.validateAll(started(), { concurrency, signal })) {
      const source = inWork.shift() as PreflightSource;
      const repaired =
        repair === undefined
          ? undefined
          : await repairedCopy(source, verdict, repair, { serviceType, limits, signal });
      summary.images += 1;
      summary[verdict.ok ? 'accepted' : 'refused'] += 1;
      if (repaired?.repaired) summary.repaired += 1;
      else if (!verdict.ok) unrepaired += 1;
      await page?.add(rowOf(verdict, source));
      await output.result(asJson(verdict, repaired), asText(verdict, repaired));
    }
  } finally {
    sources.close();
  }
  const { images, accepted, refused } = summary;
  await page?.finish({
    ...{ kind: 'preflight', subject: addresses.join(' '), madeAt: Date.now(), supplied: images },
    ...{ facts: { serviceType, limits }, limits: validator.limits },
    next: nextSteps(addresses, refused, repair === undefined && url === undefined),
  });
  const ofRepairs = repair === undefined ? '' : `, ${summary.repaired} repaired into ${repair}`;
  const { repaired: _, ...plain } = summary;
  await output.result(
    { summary: repair === undefined ? plain : summary },
    `${counted(images, 'image')}: ${accepted} accepted, ${refused} refused${ofRepairs}`,
  );
  return unrepaired + sources.notCheckable > 0 ? EXIT.data : EXIT.fine;
};

const notRepairable = (url: string) => `Cannot repair what is behind a URL: fetch ${url} into a file first`;

async function repairedCopy(
  { name, folder, load }: PreflightSource,
  verdict: ImageVerdict,
  into: string,
  options: Parameters<typeof preflightRepair>[2],
): Promise<PreflightRepair> {
  const path = verdict.name ?? name;
  if (verdict.facts === null && verdict.bytes === null)
    return { path, repaired: null, steps: [], issues: [] }; // it cannot be read
  return load === undefined
    ? preflightRepair({ path, folder, name, verdict }, into, options)
    : preflightRepair({ path, name, verdict, bytes: await load() }, into, options);
}

const shown = (issues: readonly Issue[]) =>
  issues.map(({ code, severity, message }) => ({ code, severity, message }));

function asJson({ name, ok, facts, bytes, issues }: ImageVerdict, repaired: PreflightRepair | undefined) {
  const { format = null, width = null, height = null, orientation = null } = facts ?? {};
  return {
    path: name,
    ok,
    format,
    width,
    height,
    bytes,
    orientation,
    issues: shown(issues),
    repaired: repaired?.repaired,
    steps: repaired?.steps.map(({ code, message }) => ({ code, message })),
    unrepaired: repaired === undefined ? undefined : shown(repaired.issues),
  };
}

function asText(
  { name, facts, issues }: ImageVerdict,
  repaired: PreflightRepair | undefined,
): readonly string[] {
  const lines = issues.map(({ code, severity, message }) => `${name} ${severity} ${code} ${message}`);
  if (lines.length === 0) lines.push(`${name} ok ${facts?.format} ${facts?.width}×${facts?.height}`);
  if (repaired?.repaired)
    lines.push(
      `${name} repaired ${repaired.repaired} ${repaired.steps.map(({ message }) => message).join('; ')}`,
    );
  else if (repaired)
    lines.push(...repaired.issues.map(({ code, message }) => `${name} unrepaired ${code} ${message}`));
  return lines;
}
