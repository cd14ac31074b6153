import {
  checkReadiness,
  type PIC_NAME_BASES,
  parseOssAddress,
  type ReadinessFinding,
  type ROUTES,
  type VERIFY,
} from '../../index.ts';
import type { Action } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { type ConnectionOptions, openClient } from '../options/connection.ts';
import { printSettings } from '../settings/print-settings.ts';

export interface DoctorCommandOptions extends ConnectionOptions {
  readonly to?: string | undefined;
  readonly route: (typeof ROUTES)[number];
  readonly picNameBase: (typeof PIC_NAME_BASES)[number];
  readonly verify: (typeof VERIFY)[number];
  /** Whether to print where settings come from, and to ask no service. */
  readonly settings?: boolean | undefined;
  readonly adds?: number | undefined;
  readonly stsEndpoint?: string | undefined;
}

/** `doctor`: says before an import whether all is there that it needs, and what to do. */
export const doctor: Action<readonly [], DoctorCommandOptions> = async (context, _, options) => {
  const { output, signal, named } = context;
  if (options.settings) return printSettings(context);
  const { to, route, picNameBase, verify, adds, stsEndpoint } = options;
  await using client = openClient(options, to === undefined ? undefined : parseOssAddress(to).bucket);
  const { isReady, findings } = await checkReadiness({
    ...{ to, route, picNameBase, verify, adds, stsEndpoint },
    ...{ client, signal },
  });
  for (const found of findings) {
    const remedy = found.remedy === undefined ? undefined : named(found.remedy);
    const finding = { ...found, message: named(found.message), remedy };
    await output.result({ ...finding, remedy: remedy ?? null }, described(finding));
  }
  const [errors, warnings] = (['error', 'warning'] as const).map(
    (level) => findings.filter((finding) => finding.level === level).length,
  );
  await output.result(
    { summary: { isReady, errors, warnings } },
    `${isReady ? 'An import can begin' : 'An import cannot begin'}: errors ${errors}, warnings ${warnings}`,
  );
  return isReady ? EXIT.fine : EXIT.data;
};

const described = ({ level, check, code, message, remedy }: ReadinessFinding): readonly string[] => {
  const line = `${level.padEnd(9)}${check.padEnd(16)}${message} [${code}]`;
  const isSaid = code === 'NOT_CHECKED'; // the remedy is that of the check that failed
  return remedy === undefined || isSaid ? [line] : [line, `${' '.repeat(25)}${remedy}`];
};
