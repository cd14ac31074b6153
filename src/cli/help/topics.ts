import { COMMANDS } from '../command-table.ts';
import { OTHER_VARIABLES, SETTINGS, USE_VARIABLE, variableOf } from '../settings/setting-table.ts';
import { SETTINGS_FILE } from '../settings/settings-file.ts';

interface Topic {
  readonly summary: string;
  readonly lines: readonly string[];
}

const settingLines = Object.keys(SETTINGS).map((name) => `  ${name.padEnd(22)}${variableOf(name)}`);

const otherLines = Object.entries(OTHER_VARIABLES).flatMap(([name, what]) => [`  ${name}`, `      ${what}`]);

/** What `help TOPIC` explains, beside the commands. */
export const TOPICS: Readonly<Record<string, Topic>> = {
  meta: {
    summary: 'the format of increment.meta',
    lines: [
      'increment.meta has one JSON object a line, in UTF-8, each for one image:',
      '',
      '  {"OperationType":"ADD","ProductId":"1000","PicName":"shoe.jpg","CustomContent":"k1:v1"}',
      '  {"OperationType":"DELETE","ProductId":"1000","PicName":"shoe.jpg"}',
      '',
      'An ADD puts an image into the gallery, a DELETE takes it out; without PicName it takes out the whole product.',
      'PicName is the name of the object beside the file. CategoryId, IntAttr, StrAttr, Crop and Region may be added.',
      'Check a file with "imagesearch-import lint increment.meta", write one with "imagesearch-import build".',
    ],
  },
  codes: {
    summary: 'the kinds of codes that results and errors have',
    lines: [
      'META_…       increment.meta, its lines and its file',
      'CATALOGUE_…  rows of a catalogue',
      'IMAGE_…      images',
      'UPLOAD_…     what keeps an image out of the bucket',
      'in capitals  other codes of this program, such as TASK_RUNNING',
      'CamelCase    codes of the services, such as NoSuchBucket',
      '',
      'imagesearch-import explain META_REGION_ORDER says what a code means, where the rule is from and what to do.',
    ],
  },
  credentials: {
    summary: 'where the AccessKey comes from, and what it must be allowed',
    lines: [
      'Credentials are never given as flags. They are looked for in this order:',
      '',
      '  ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET, and for STS ALIBABA_CLOUD_SECURITY_TOKEN',
      "  the rest of Alibaba's default chain: OIDC, ~/.aliyun/config.json, ~/.alibabacloud/credentials, the role of an ECS",
      '',
      'imagesearch-import policy prints the least RAM policy that an import needs,',
      'imagesearch-import doctor says whether all is there.',
    ],
  },
  settings: {
    summary: 'options from the environment and from a file, and profiles',
    lines: [
      'A flag counts first, then the environment, then the profile of the file, then the rest of the file.',
      '',
      `The file is ${SETTINGS_FILE}, in the folder of the call or above it:`,
      '',
      '  {',
      '    "$schema": "./node_modules/imagesearch-import/schema/imagesearch-import.config.schema.json",',
      '    "region": "cn-shanghai", "instance": "shop",',
      '    "profiles": { "test": { "instance": "shop-test" } }',
      '  }',
      '',
      `--use test, ${USE_VARIABLE}=test or "use": "test" in the file choose a profile. Credentials have no place in it.`,
      'imagesearch-import doctor --settings shows each value and where it comes from.',
      '',
      'Settings and their variables:',
      ...settingLines,
      '',
      'A relative path in the file counts from the folder of the file.',
      '',
      'Variables that have no place in the file, since they may hold secrets:',
      ...otherLines,
      'The queue makes no import one of many machines: --queue does, or a --state in OSS.',
    ],
  },
  'exit-codes': {
    summary: 'what the exit codes mean',
    lines: [
      '0    fine',
      '1    the data has problems',
      '2    wrong usage, or a file or setting that cannot be used',
      '3    the service or the network failed',
      '4    an upload has used up its time or bytes: run it again to continue',
      '130  interrupted, such as by Ctrl-C',
      '141  the program that read the results, such as head, has ended',
    ],
  },
  json: {
    summary: 'what --json prints',
    lines: [
      'With --json standard output has one JSON object a line, and nothing else. The last one has the sums, as "summary".',
      'An error is a line, too: {"error":{"code","message","advice","requestId","exitCode"}}.',
      'schema/cli-lines.schema.json of the package has the shapes of every command.',
    ],
  },
};

/** Every name that `help` takes. */
export const helpNames = (): readonly string[] => [
  ...Object.keys(TOPICS),
  ...COMMANDS.map(({ name }) => name),
];
