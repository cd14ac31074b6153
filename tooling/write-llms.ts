/** Writes `llms.txt`, a list of the documents for coding agents, and `llms-full.txt`, their whole text. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const text = (path: string) => readFileSync(root + path, 'utf8');
const markdownIn = (folder: string) =>
  readdirSync(root + folder)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `${folder}/${name}`);

const examples = readdirSync(`${root}examples`, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `examples/${name}/README.md`);
const guides = [
  'README.md',
  ...['docs', 'docs/recipes', 'docs/codes'].flatMap(markdownIn),
  ...['examples/README.md', ...examples, 'CHANGELOG.md'],
];
const decisions = markdownIn('docs/decisions');
const { name, description } = JSON.parse(text('package.json')) as {
  readonly name: string;
  readonly description: string;
};

/** A line of the list: the page's heading, its path, and its first sentence. */
function entry(path: string): string {
  const [, title = path] = /^# (.+)$/m.exec(text(path)) ?? [];
  const [, paragraph = ''] = /^# .+\n+(?!#)((?:.+\n)+)/m.exec(text(path)) ?? [];
  const plain = paragraph
    .replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .replaceAll('\n', ' ')
    .trim();
  const [sentence = ''] = /^.*?[.:](?= |$)/.exec(plain) ?? [];
  return `- [${title}](${path})${sentence === '' ? '' : `: ${sentence.replace(/:$/, '.')}`}`;
}

writeFileSync(
  `${root}llms.txt`,
  `# ${name}

> ${description}.

The types in \`dist/*.d.ts\` say of every public name what it is, with shapes, units, defaults, errors and examples.
\`llms-full.txt\` is the text of all the guides below.

## Guides

${guides.map(entry).join('\n')}

## Optional

${decisions.map(entry).join('\n')}
`,
);
writeFileSync(
  `${root}llms-full.txt`,
  guides.map((path) => `<!-- ${path} -->\n\n${text(path).trim()}\n`).join('\n'),
);
