import {
  ImageValidator,
  type ImageVerdict,
  type Issue,
  type LIMITS_EDITIONS,
  type ServiceType,
} from '../../index.ts';
import { certificatesIn } from '../certificates.ts';
import type { Action } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { PROXY } from '../options/connection.ts';
import { openFrom, refuseFilter } from '../options/from-options.ts';
import type { ReportCommandOptions } from '../options/report-options.ts';
import { sourceFilter } from '../options/source-filter.ts';
import { counted } from '../output/counted.ts';
import { ShownIssues } from '../output/shown-issues.ts';
import { openCheckingProgress } from '../progress/checking-progress.ts';
import { nextSteps, notCheckedRow, openPage, rowOf } from '../results/preflight-page.ts';
import { type PreflightRepair, preflightRepair } from './preflight-repair.ts';
import { type PreflightSource, type PreflightSourceOptions, PreflightSources } from './preflight-sources.ts';

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

/** `preflight PATH…|URL…|oss://BUCKET/PREFIX`, or `--from ADDRESS`: checks images and, if asked to, repairs copies of those that need it. */
export const preflight: Action<readonly string[], PreflightOptions> = async (
  { output, json, signal, named, commandLine },
  typed,
  options,
) => {
  const addresses = options.from === undefined ? typed : [...typed, options.from];
  if (addresses.length === 0)
    throw new TypeError('Cannot check images as none are given: name paths, or --from');
  const { serviceType, limits, megabitsPerSecond, detectTruncation, strictEnds, decode } = options;
  const { concurrency, repair } = options;
  if (options.from === undefined) refuseFilter(sourceFilter(options));
  const url = typed.find((address) => /^https?:/i.test(address));
  if (repair !== undefined && url !== undefined) throw new TypeError(notRepairable(url));
  const urls = {
    ...{ allowPrivateAddresses: options.allowPrivateAddresses ?? false, proxy: PROXY },
    ca: certificatesIn(options.ca),
  } as const;
  const validator = new ImageValidator({
    ...{ serviceType, limits, megabitsPerSecond, detectTruncation, strictEnds, decode, urls },
  });
  await using page = await openPage(options, signal);
  using from = openFrom(options, output);
  const sources = new PreflightSources(options, from, signal, output.note, (row) =>
    page?.add(notCheckedRow(row)),
  );
  const inWork: PreflightSource[] = []; // verdicts come in the order of the sources
  const started = async function* () {
    for await (const source of sources.at(typed)) {
      if (repair !== undefined && source.source instanceof URL)
        throw new TypeError(notRepairable(source.url ?? source.name));
      inWork.push(source);
      yield source.source;
    }
  };
  const summary = { images: 0, accepted: 0, refused: 0, repaired: 0 };
  let unrepaired = 0;
  const shown = new ShownIssues(Number.POSITIVE_INFINITY, json);
  const progress = openCheckingProgress(output);
  try {
    for await (const found of validator.validateAll(started(), { concurrency, signal })) {
      const issues = found.issues.map((issue) => ({ ...issue, message: named(issue.message) }));
      const verdict = { ...found, issues };
      const source = inWork.shift() as PreflightSource;
      const repaired =
        repair === undefined
          ? undefined
          : await repairedCopy(source, verdict, repair, { serviceType, limits, signal });
      summary.images += 1;
      progress.add(verdict.bytes);
      summary[verdict.ok ? 'accepted' : 'refused'] += 1;
      if (repaired?.repaired) summary.repaired += 1;
      else if (!verdict.ok) unrepaired += 1;
      await page?.add(rowOf(verdict, source));
      await output.result(asJson(source, verdict, repaired), asText(verdict, repaired, shown));
    }
  } finally {
    progress.stop();
    sources.close();
  }
  const { images, accepted, refused } = summary;
  await page?.finish({
    ...{
      kind: 'preflight',
      subject: addresses.join(' '),
      madeAt: Date.now(),
      supplied: images + sources.notCheckable,
    },
    ...{ facts: { serviceType, limits }, limits: validator.limits },
    next: nextSteps(
      commandLine,
      { refused, notChecked: sources.notCheckable },
      repair === undefined && url === undefined,
    ),
  });
  const ofOthers = sources.notCheckable > 0 ? `, ${sources.notCheckable} not checked` : '';
  const ofRepairs = repair === undefined ? '' : `, ${summary.repaired} repaired into ${repair}`;
  const { repaired: _, ...plain } = summary;
  await output.result(
    { summary: repair === undefined ? plain : summary },
    `${counted(images, 'image')}: ${accepted} accepted, ${refused} refused${ofOthers}${ofRepairs}${shown.notShown}`,
  );
  const code = unrepaired + sources.notCheckable > 0 ? EXIT.data : EXIT.fine;
  return from === undefined ? code : from.codeOf(code);
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
    : preflightRepair({ path, name, verdict, bytes: await load(verdict.bytes ?? 0) }, into, options);
}

const plainly = (issues: readonly Issue[]) =>
  issues.map(({ code, severity, message }) => ({ code, severity, message }));

function asJson(
  { name, url }: PreflightSource,
  { name: path, ok, facts, bytes, issues }: ImageVerdict,
  repaired: PreflightRepair | undefined,
) {
  const { format = null, width = null, height = null, orientation = null } = facts ?? {};
  return {
    path,
    name,
    url,
    ok,
    format,
    width,
    height,
    bytes,
    orientation,
    issues: plainly(issues),
    repaired: repaired?.repaired,
    steps: repaired?.steps.map(({ code, message }) => ({ code, message })),
    unrepaired: repaired === undefined ? undefined : plainly(repaired.issues),
  };
}

function asText(
  { name, facts, issues }: ImageVerdict,
  repaired: PreflightRepair | undefined,
  shown: ShownIssues,
): readonly string[] {
  const printed = issues.filter((issue) => shown.takes(issue));
  const lines = printed.map(({ code, severity, message }) => `${name} ${severity} ${code} ${message}`);
  if (lines.length === 0) lines.push(`${name} ok ${facts?.format} ${facts?.width}×${facts?.height}`);
  if (repaired?.repaired)
    lines.push(
      `${name} repaired ${repaired.repaired} ${repaired.steps.map(({ message }) => message).join('; ')}`,
    );
  else if (repaired)
    lines.push(...repaired.issues.map(({ code, message }) => `${name} unrepaired ${code} ${message}`));
  return lines;
}
