import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** The source of each entry point, by what it is imported as. */
const ENTRY_POINTS = {
  'imagesearch-import': 'src/index.ts',
  'imagesearch-import/meta': 'src/meta/index.ts',
  'imagesearch-import/emulator': 'src/emulator/index.ts',
  'imagesearch-import/distributed': 'src/distributed/index.ts',
};

/** A public name or a member of one, such as `OssStore` and `OssStore.put`, with what its docstring says. */
export interface PublicName {
  readonly name: string;
  /** The first entry point that has it. */
  readonly entryPoint: string;
  readonly kind: 'class' | 'function' | 'member' | 'other';
  /** The docstring without its tags. */
  readonly text: string;
  readonly examples: readonly string[];
}

/** Every public name of the package with its public members, by way of the compiler. */
export function publicNames(): readonly PublicName[] {
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const paths = Object.values(ENTRY_POINTS).map((path) => root + path);
  const program = ts.createProgram(paths, options);
  const checker = program.getTypeChecker();
  const named = new Map<string, readonly PublicName[]>();
  for (const [entryPoint, path] of Object.entries(ENTRY_POINTS)) {
    const file = program.getSourceFile(root + path);
    const module = file && checker.getSymbolAtLocation(file);
    for (const one of module ? checker.getExportsOfModule(module) : []) {
      const symbol = one.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(one) : one;
      if (named.has(symbol.name)) continue;
      const members = membersOf(symbol, checker);
      named.set(symbol.name, [
        describe(symbol, symbol.name, kindOf(symbol)),
        ...members.map((member) => describe(member, `${symbol.name}.${member.name}`, 'member')),
      ]);

      function describe(symbol: ts.Symbol, name: string, kind: PublicName['kind']): PublicName {
        const tags = symbol.getJsDocTags(checker).filter((tag) => tag.name === 'example');
        const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
        return {
          name,
          entryPoint,
          kind,
          text,
          examples: tags.map((tag) => ts.displayPartsToString(tag.text)),
        };
      }
    }
  }
  return [...named.values()].flat();
}

function kindOf({ flags }: ts.Symbol): PublicName['kind'] {
  if (flags & ts.SymbolFlags.Class) return 'class';
  return flags & ts.SymbolFlags.Function ? 'function' : 'other';
}

/** The members that have a line of their own: what stands inside a line is told by the docstring of the whole. */
function membersOf(symbol: ts.Symbol, checker: ts.TypeChecker): readonly ts.Symbol[] {
  const members = [...(symbol.members?.values() ?? [])];
  for (const declaration of symbol.declarations ?? [])
    if (ts.isTypeAliasDeclaration(declaration)) members.push(...propertiesIn(declaration.type, checker));
  return members.filter(({ flags, declarations, name }) => {
    const [declaration] = declarations ?? [];
    if (declaration === undefined || flags & (ts.SymbolFlags.TypeParameter | ts.SymbolFlags.Constructor))
      return false;
    const isHidden =
      ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Private ||
      /^__|#/.test(name) || // of symbols and signatures; of private names
      ts.getJSDocTags(declaration).some(({ tagName }) => tagName.text === 'internal');
    return !isHidden && beginsItsLine(declaration);
  });
}

function propertiesIn(type: ts.Node, checker: ts.TypeChecker): ts.Symbol[] {
  if (ts.isTypeReferenceNode(type)) return [];
  const isMethod = ts.isMethodSignature(type);
  const own =
    isMethod || ts.isPropertySignature(type)
      ? [checker.getSymbolAtLocation(type.name)].filter((symbol) => symbol !== undefined)
      : [];
  if (isMethod) return own; // what it returns is told by its docstring
  const inside: ts.Symbol[] = [];
  type.forEachChild((child) => void inside.push(...propertiesIn(child, checker)));
  return [...own, ...inside];
}

function beginsItsLine(node: ts.Node): boolean {
  const { text } = node.getSourceFile();
  const start = node.getStart();
  return text.slice(text.lastIndexOf('\n', start) + 1, start).trim() === '';
}
