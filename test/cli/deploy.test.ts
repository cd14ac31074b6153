import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { COMMANDS } from '../../src/cli/command-table.ts';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { withCommonOptions } from '../../src/cli/frame/common-options.ts';
import { takeNeededOptions } from '../../src/cli/frame/needed-options.ts';
import { variableOf } from '../../src/cli/settings/setting-table.ts';

const PROGRAM = 'imagesearch-import';

const textOf = (name: string) => readFile(new URL(`../../deploy/${name}`, import.meta.url), 'utf8');

/** The documents of a file in YAML, by its strict rules: a key that stands twice is an error. */
function documentsOf(text: string): unknown[] {
  return parseAllDocuments(text, { merge: true }).map((document) => {
    expect([...document.errors, ...document.warnings]).toEqual([]);
    return document.toJS();
  });
}

/**
 * Reads a command line as the program does, up to where it would run.
 *
 * @param words of which the program's name, where it is not the name of a package, begins the command line
 * @param env the variables that options may come from
 */
async function expectToBeKnown(words: readonly string[], env: readonly string[]): Promise<void> {
  const at = words.findIndex((word, n) => word === PROGRAM && words[n - 1] !== '--package');
  const [name, ...args] = words.slice(at + 1);
  const entry = COMMANDS.find((one) => one.name === name);
  if (at < 0 || entry === undefined) throw new Error(`No command in ${words.join(' ')}`);
  const { definition } = await entry.load();
  const command = withCommonOptions(definition.options(new Command().command(`${name} ${entry.args}`)));
  command.exitOverride().action(() => {});
  const needed = takeNeededOptions(command).map((option) => option.attributeName());
  command.parse(args, { from: 'user' }); // throws for an option that it does not know, and for a missing argument
  const missing = needed.filter((option) => command.getOptionValue(option) === undefined);
  for (const option of missing) expect(env).toContain(variableOf(option));
}

describe('deploy/compose.yaml', () => {
  interface Service {
    readonly image: string;
    readonly command: string;
    readonly environment?: Readonly<Record<string, string | null>>;
    readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
    readonly healthcheck?: object;
    readonly volumes: readonly string[];
  }
  const read = async () => {
    const text = await textOf('compose.yaml');
    const [file] = documentsOf(text) as [
      { readonly services: Readonly<Record<string, Service>>; readonly volumes: object },
    ];
    return { text, ...file };
  };

  it.each(['worker', 'coordinator'])('has a %s whose command line the program knows', async (name) => {
    const { services } = await read();
    const { command, environment = {} } = services[name] as Service;
    await expectToBeKnown(command.trim().split(/\s+/), Object.keys(environment));
  });

  it('refers to services, volumes and variables that are there', async () => {
    const { text, services, volumes } = await read();
    expect(Object.keys(services)).toEqual(['redis', 'worker', 'coordinator']);
    for (const { image, volumes: mounts, depends_on = {} } of Object.values(services)) {
      expect(image).toMatch(/^[\w./-]+:[\w.-]+$/);
      for (const [other, { condition }] of Object.entries(depends_on)) {
        expect(condition).toBe('service_healthy');
        expect(services[other]?.healthcheck).toBeDefined();
      }
      const named = mounts
        .map((mount) => mount.split(':')[0] as string)
        .filter((from) => !/^[./]/.test(from));
      for (const volume of named) expect(Object.keys(volumes)).toContain(volume);
    }
    const told = text.split('\n').filter((line) => line.startsWith('#'));
    for (const [, variable] of text.matchAll(/\$\{(\w+)\}/g)) expect(told.join(' ')).toContain(variable);
  });
});

describe('deploy/kubernetes.yaml', () => {
  interface Workload {
    readonly kind: string;
    readonly spec: {
      readonly selector?: { readonly matchLabels: object };
      readonly podFailurePolicy?: {
        readonly rules: readonly {
          readonly action: string;
          readonly onExitCodes?: { readonly containerName: string; readonly values: readonly number[] };
        }[];
      };
      readonly template: {
        readonly metadata?: { readonly labels: object };
        readonly spec: {
          readonly restartPolicy?: string;
          readonly containers: readonly [
            {
              readonly name: string;
              readonly command: readonly string[];
              readonly args: readonly string[];
              readonly volumeMounts: readonly { readonly name: string }[];
            },
          ];
          readonly volumes: readonly { readonly name: string }[];
        };
      };
    };
  }
  const read = async () => documentsOf(await textOf('kubernetes.yaml')) as Workload[];

  it('has a Job and a Deployment whose command lines the program knows', async () => {
    const workloads = await read();
    expect(workloads.map(({ kind }) => kind)).toEqual(['Job', 'Deployment']);
    for (const { spec } of workloads)
      for (const { command, args } of spec.template.spec.containers)
        await expectToBeKnown([...command, ...args], []);
  });

  it('mounts volumes that are there, and selects the pods that it makes', async () => {
    for (const { kind, spec } of await read()) {
      const { template } = spec;
      const volumes = template.spec.volumes.map(({ name }) => name);
      for (const { volumeMounts } of template.spec.containers)
        for (const { name } of volumeMounts) expect(volumes).toContain(name);
      if (kind === 'Deployment')
        expect(template.metadata?.labels).toMatchObject(spec.selector?.matchLabels ?? {});
      else expect(template.spec.restartPolicy).toBe('Never'); // podFailurePolicy takes no other
    }
  });

  it('has a Job that ends at once when the import says that its data or its usage is wrong', async () => {
    const [job] = await read();
    const { podFailurePolicy, template } = (job as Workload).spec;
    const [rule] = podFailurePolicy?.rules ?? [];
    expect(rule).toMatchObject({ action: 'FailJob', onExitCodes: { values: [EXIT.data, EXIT.usage] } });
    expect(rule?.onExitCodes?.containerName).toBe(template.spec.containers[0].name);
  });
});
