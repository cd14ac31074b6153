import { Command } from 'commander';
import type { CommandEntry } from '../frame/command-entry.ts';
import { SETTINGS } from './setting-table.ts';

const TYPES = { text: 'string', number: 'integer', flag: 'boolean' } as const;

/** The JSON Schema of the file of settings: its settings with the values that the options of the commands take. */
export async function settingsSchema(commands: readonly CommandEntry[]): Promise<object> {
  const withSettings = commands.filter(({ ignoresSettings = false }) => !ignoresSettings);
  const options = (
    await Promise.all(
      withSettings.map(
        async ({ name, load }) => (await load()).definition.options(new Command(name)).options,
      ),
    )
  ).flat();
  const properties = Object.fromEntries(
    Object.entries(SETTINGS).map(([name, kind]) => {
      const same = options.filter((option) => option.attributeName() === name);
      const { description = '', argChoices } = same[0] ?? {};
      const choices = argChoices === undefined ? {} : { enum: argChoices };
      return [name, { type: TYPES[kind], description, ...choices }];
    }),
  );
  const settings = { type: 'object', properties, additionalProperties: false };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Settings of imagesearch-import',
    description:
      'imagesearch-import.config.json: options of the command line. Credentials have no place in it.',
    ...settings,
    properties: {
      $schema: { type: 'string' },
      use: { type: 'string', description: 'the profile that counts where no flag and no variable names one' },
      profiles: {
        type: 'object',
        description: 'settings by the name of a profile, which count before those beside them',
        additionalProperties: { $ref: '#/definitions/settings' },
      },
      ...properties,
    },
    definitions: { settings },
  };
}
