import { importPolicy, type PIC_NAME_BASES, type POLICY_FOR, type ROUTES, type VERIFY } from '../../index.ts';
import type { Action } from '../context.ts';
import { EXIT } from '../exit-codes.ts';

/** The documents that RAM takes: the caller's policy, and the two of the role by which Image Search reads the bucket. */
export const POLICY_DOCUMENTS = ['caller', 'role', 'trust'] as const;

export interface PolicyCommandOptions {
  readonly region: string;
  readonly instance: string;
  readonly to?: string | undefined;
  readonly route: (typeof ROUTES)[number];
  readonly picNameBase: (typeof PIC_NAME_BASES)[number];
  readonly skipUnchanged?: boolean | undefined;
  readonly verify: (typeof VERIFY)[number];
  readonly readiness?: boolean | undefined;
  readonly for?: readonly (typeof POLICY_FOR)[number][] | undefined;
  readonly accountId?: string | undefined;
  readonly allInstances?: boolean | undefined;
  readonly document: (typeof POLICY_DOCUMENTS)[number];
}

/** `policy`: prints the least policy that an import needs. The document alone is on standard output. */
export const policy: Action<readonly [], PolicyCommandOptions> = async ({ output, json }, _, options) => {
  const { document, ...rest } = options;
  const needed = importPolicy(rest);
  const { serviceRole, uses, unknown } = needed;
  const documents = { caller: needed.policy, role: serviceRole?.policy, trust: serviceRole?.trustPolicy };
  const chosen = documents[document];
  if (chosen === undefined)
    throw new TypeError(
      `Cannot print the document "${document}" as Image Search needs no role where the route is "direct"`,
    );
  await output.result(
    { ...needed, serviceRole: serviceRole ?? null },
    JSON.stringify(chosen, null, 2).split('\n'),
  );
  if (json) return EXIT.fine;
  output.flush(); // what follows is about it
  if (document === 'caller') output.note(['', ...tableOf(uses)]);
  output.note(['', 'Not known:', ...unknown.map((text) => `- ${text}`)]);
  return EXIT.fine;
};

function tableOf(uses: Readonly<Record<string, string>>): readonly string[] {
  const width = Math.max(...Object.keys(uses).map(({ length }) => length));
  return Object.entries(uses).map(([action, use]) => `${action.padEnd(width)}  ${use}`);
}
