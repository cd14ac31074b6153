import type { Definition } from './definition.ts';

/** The headings under which help lists the commands, in this order. */
export const COMMAND_GROUPS = {
  check: 'Check data, without a service',
  set: 'Before an import',
  import: 'Bring data into the gallery',
  ask: 'Ask the gallery',
  tasks: 'Batch tasks',
  move: "Have Alibaba's movers carry images",
  other: 'This program, and others',
} as const;

/** One command, as the table of commands has it: all that help, completion and settings need to know without loading it. */
export interface CommandEntry {
  readonly name: string;
  /** The arguments, as usage lines show them: `<file>`, `<path...>`; empty when it takes none. */
  readonly args: string;
  readonly group: keyof typeof COMMAND_GROUPS;
  /** What it does, in a line. */
  readonly summary: string;
  /** Command lines as they are typed, each with what it is for. Two at least. */
  readonly examples: readonly (readonly [line: string, purpose: string])[];
  /** What its options are never set by: the environment and the file of settings. @default they set them */
  readonly ignoresSettings?: boolean;
  readonly load: () => Promise<{ readonly definition: Definition }>;
}
