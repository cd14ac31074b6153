/**
 * Writes the reference of the API as pages of the site, by the options of `typedoc.json`: public names are grouped by subject,
 * modules are named as one imports them, and `@throws` keeps its types. Beside the pages is the site's sidebar of them.
 */
import { fileURLToPath } from 'node:url';
import {
  Application,
  Comment,
  type CommentDisplayPart,
  CommentTag,
  type Context,
  Converter,
  type DeclarationReflection,
  type ProjectReflection,
  type Reflection,
  ReflectionKind,
} from 'typedoc';
import { GROUPS } from '../docs/.vitepress/pages.ts';
import { MODULES, SUBJECTS, subjectOf } from './api-subjects.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const TITLES = new Map(GROUPS.flatMap(({ pages }) => pages.map(({ path, en }) => [path, en])));

const text = (words: string): CommentDisplayPart => ({ kind: 'text', text: words });

/** The path below `src/` of the file that declares a name. */
const fileOf = (project: ProjectReflection, reflection: Reflection): string =>
  project.getSymbolIdFromReflection(reflection)?.fileName?.split('/src/')[1] ?? '';

/** Names that a module has of another one: links to them in place of a page or a heading for each. */
function takeReferences(project: ProjectReflection, module: DeclarationReflection): CommentDisplayPart[] {
  const references = module
    .getChildrenByKind(ReflectionKind.Reference)
    .filter((child) => child.isReference());
  const links = references.flatMap((reference, at): CommentDisplayPart[] => [
    text(at === 0 ? `\n\nOf \`${MODULES['index']?.name}\` it has, too: ` : ', '),
    { kind: 'inline-tag', tag: '@link', target: reference.getTargetReflectionDeep(), text: reference.name },
  ]);
  for (const reference of references) project.removeReflection(reference);
  return links;
}

/** Puts the names of a module under their subjects, with the guides that tell of these, and names it as one imports it. */
function arrange(project: ProjectReflection, module: DeclarationReflection): void {
  const { name, means } = MODULES[module.name] ?? { name: module.name, means: '' };
  module.name = name;
  module.comment = new Comment([text(means), ...takeReferences(project, module)]);
  const subjects = new Map(
    (module.children ?? []).map((child) => [child, subjectOf(fileOf(project, child))]),
  );
  for (const [child, { name: subject }] of subjects)
    for (const reflection of child.signatures ?? [child]) {
      reflection.comment ??= new Comment();
      reflection.comment.blockTags.push(new CommentTag('@category', [text(subject)]));
    }
  for (const { name: subject, guide } of new Set(subjects.values())) {
    const description = `${subject}\nThe guide: [${TITLES.get(guide)}](/${guide})`;
    module.comment.blockTags.push(new CommentTag('@categoryDescription', [text(description)]));
  }
}

/** Several errors that something throws become one list, each with its types. */
function listThrown({ comment }: Reflection): void {
  const thrown = comment?.getTags('@throws') ?? [];
  if (comment === undefined || thrown.length === 0) return;
  const items = thrown.flatMap(({ typeAnnotation, content }) => [
    text(
      `${thrown.length > 1 ? '- ' : ''}${typeAnnotation === undefined ? '' : `\`${typeAnnotation.slice(1, -1)}\` `}`,
    ),
    ...content,
    text('\n'),
  ]);
  const [first] = thrown;
  comment.blockTags = comment.blockTags.flatMap((tag) =>
    tag === first ? [new CommentTag('@throws', items)] : tag.tag === '@throws' ? [] : [tag],
  );
}

function prepare({ project }: Context): void {
  for (const module of project.getChildrenByKind(ReflectionKind.Module)) arrange(project, module);
  for (const reflection of Object.values(project.reflections)) listThrown(reflection);
}

process.chdir(root);
const application = await Application.bootstrapWithPlugins({
  categoryOrder: SUBJECTS.map(({ name }) => name),
});
application.converter.on(Converter.EVENT_RESOLVE_BEGIN, prepare);
const project = await application.convert();
if (project === undefined) throw new Error('TypeDoc has made nothing: see what it has said above');
await application.generateOutputs(project);
