import { Command } from 'commander';
import { settingOptions } from './every-setting.ts';
import { SETTINGS, type SettingName } from './setting-table.ts';

const TYPES = { text: 'string', path: 'string', number: 'integer', flag: 'boolean' } as const;

const REMARKS: Readonly<Record<string, string>> = {
  path: '; a relative path counts from the folder of this file',
};

/** The JSON Schema of the file of settings: its settings with the values that the options of the commands take. */
export async function settingsSchema(): Promise<object> {
  const options = await settingOptions((name) => new Command(name));
  const properties = Object.fromEntries(
    Object.entries(SETTINGS).map(([name, kind]) => {
      const { description = '', argChoices } = options.get(name as SettingName) ?? {};
      const choices = argChoices === undefined ? {} : { enum: argChoices };
      return [name, { type: TYPES[kind], description: description + (REMARKS[kind] ?? ''), ...choices }];
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
