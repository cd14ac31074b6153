import type { Command, Option } from 'commander';
import type { Output } from '../output/output.ts';

/** Options that the API calls otherwise than the command line does. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  connection: 'queue',
  customDomain: 'ossCustomDomain',
  queue: 'queueName',
  run: 'queue',
  timeoutMs: 'ossTimeoutMs',
  imageSearchPort: 'port',
  regionId: 'region',
  instanceName: 'instance',
  bucketName: 'bucket',
  stateFolder: 'state',
  maxMinutes: 'maxTime',
  bytesPerSecond: 'bandwidthLimit',
  filter: 'include',
};

/** What texts of the API say for programs, and what is said of it to people who type. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/, or hand in the bytes\b/g, ''],
  [/\bcolumns: \{[^}]*\}, on the command line /g, ''],
  [/: give its format \(/g, ': give --format ('],
  [
    /ask for those with verified: false, such as by [^;]* or import with verify 'all' or more verifyMinutes/g,
    'verify asks for them, and so does an import with --verify all or more --verify-minutes',
  ],
  [/\bencoding: \S+ or (?=--encoding\b)/g, ''],
];

/** What stands between double quotes is data. Else a name between single ones is an option. */
const OPTION = /"(?:[^"\\]|\\.)*"|'(\w+)'/g;

/** An option with its flag: `allInstances (--all-instances)`, `serviceType, --service-type`. */
const WITH_FLAG = /\b([a-z]\w*)(?:: true)?(?:, | \()(--[a-z-]+)(\)?)/g;

/**
 * Has a text about options of the API name the flags that set them: `'maxLines'` becomes `'--max-lines'`. What is no option of
 * the command stays.
 */
export type NameFlags = (text: string) => string;

export const flagNamer =
  ({ options }: Pick<Command, 'options'>): NameFlags =>
  (text) => {
    const named = PHRASES.reduce((said, [phrase, instead]) => said.replace(phrase, instead), text)
      .replace(OPTION, (quoted, name?: string) => (name && flagOf(name, options)) ?? quoted)
      .replace(WITH_FLAG, (all, name: string, flag: string, end: string) =>
        flag.endsWith(kebab(name)) ? (all.includes('(') ? flag : `${flag}${end}`) : all,
      );
    return named;
  };

function flagOf(name: string, options: readonly Option[]): string | undefined {
  // the flag of an option that may be repeated is in the singular: --column of 'columns'
  const names = [OTHER_NAMES[name], name, name.replace(/s$/, '')];
  const [option] = names.flatMap((one) => options.filter((option) => option.attributeName() === one));
  return option?.long == null ? undefined : `'${option.long}'`;
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, '-$&').toLowerCase();

/** Errors whose messages are about options, or about what they bound. */
const ABOUT_OPTIONS = ['ImportStopped', 'ImageRefused'];

/** Has the message of an error name flags. */
export function withFlagsNamed(error: unknown, named: NameFlags): unknown {
  const isMisuse = error instanceof TypeError || error instanceof RangeError;
  if (isMisuse || (error instanceof Error && ABOUT_OPTIONS.includes(error.name)))
    error.message = named(error.message);
  return error;
}

/** An output whose notes and errors name flags; results, which repeat data, stay as they are. */
export function namingFlags(output: Output, named: NameFlags): Output {
  const inText = (text: string | readonly string[]) =>
    typeof text === 'string' ? named(text) : text.map(named);
  return {
    ...output,
    note: (text) => output.note(inText(text)),
    error: (text, json) => output.error(inText(text), json && inMessages(json, named)),
  };
}

/** What is said in an object for programs: the texts that are ours, and not what they repeat. */
const MESSAGES = ['message', 'advice', 'remedy', 'notes'];

/** An object whose messages name flags, however deep they are in it. */
export const inMessages = <Given>(given: Given, named: NameFlags): Given =>
  JSON.parse(JSON.stringify(given), (key, value: unknown) => {
    if (!MESSAGES.includes(key)) return value;
    if (typeof value === 'string') return named(value);
    return Array.isArray(value) ? value.map((one) => (typeof one === 'string' ? named(one) : one)) : value;
  }) as Given;
