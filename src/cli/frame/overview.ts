import { COMMANDS } from '../command-table.ts';
import { COMMAND_GROUPS } from './command-entry.ts';
import { tableText, wrapped } from './table-text.ts';

export const PROGRAM = 'imagesearch-import';
export const DESCRIPTION = "Gets a product catalogue's images into Alibaba Cloud Image Search";

/** The help of the whole program: every command by its group. It needs nothing but the table, and so comes at once. */
export function overview(columns: number): readonly string[] {
  const groups = Object.entries(COMMAND_GROUPS).flatMap(([group, heading]) => {
    const rows = COMMANDS.filter((entry) => entry.group === group);
    if (rows.length === 0) return [];
    return [
      '',
      `${heading}:`,
      ...tableText(
        rows.map(({ name, summary }) => [name, summary]),
        columns,
      ),
    ];
  });
  return [
    `Usage: ${PROGRAM} COMMAND [options]`,
    '',
    ...wrapped(DESCRIPTION, columns),
    ...groups,
    '',
    ...wrapped(
      `${PROGRAM} COMMAND --help shows options and examples, ${PROGRAM} help topics what else is explained.`,
      columns,
    ),
  ];
}
