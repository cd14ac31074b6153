import type { Options } from 'tsup';
import ts from 'typescript';

/**
 * Says of every table and every function that is made when a module is loaded that making it changes nothing else, as
 * `sideEffects` of package.json says it of whole files: so bundlers drop what a program does not use, though it stands in a
 * file with what it uses.
 */
export const pureTables: NonNullable<Options['plugins']>[number] = {
  name: 'pure-tables',
  renderChunk(code, { type }) {
    if (type !== 'chunk' || this.format !== 'esm') return undefined;
    const { statements } = ts.createSourceFile(
      'chunk.js',
      code,
      ts.ScriptTarget.ES2022,
      false,
      ts.ScriptKind.JS,
    );
    let pure = '';
    let done = 0;
    for (const statement of statements) {
      const table = enumOf(statement);
      if (table !== undefined) {
        const { pos, end } = statement;
        const made = `var ${table} = {};${code.slice(pos, end)} return ${table};`;
        pure += `${code.slice(done, pos)}\nvar ${table} = /* @__PURE__ */ (() => { ${made} })();`;
        done = end;
      }
      if (!ts.isVariableStatement(statement)) continue;
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (initializer === undefined || !ts.isIdentifier(name) || isPlain(initializer)) continue;
        const { pos, end } = initializer;
        pure += `${code.slice(done, pos)} /* @__PURE__ */ (() => (${code.slice(pos, end)}))()`;
        done = end;
      }
    }
    return { code: pure + code.slice(done) };
  },
};

/** The name of an enum of TypeScript as packages have it: `(function (X) { … })(X || (X = {}))`, behind `var X`. */
function enumOf(statement: ts.Statement): string | undefined {
  if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) return undefined;
  const [given] = statement.expression.arguments;
  const isEnum = given !== undefined && ts.isBinaryExpression(given) && ts.isIdentifier(given.left);
  return isEnum && given.operatorToken.kind === ts.SyntaxKind.BarBarToken ? given.left.text : undefined;
}

/** Whether a bundler sees by itself that making the value changes nothing. */
function isPlain(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node)) return isPlain(node.expression);
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isPlain);
  if (ts.isObjectLiteralExpression(node)) return node.properties.every(isPlainProperty);
  if (ts.isPrefixUnaryExpression(node)) return ts.isNumericLiteral(node.operand);
  return ts.isLiteralExpression(node) || PLAIN.has(node.kind);
}

const isPlainProperty = (property: ts.ObjectLiteralElementLike): boolean =>
  ts.isPropertyAssignment(property)
    ? !ts.isComputedPropertyName(property.name) && isPlain(property.initializer)
    : ts.isShorthandPropertyAssignment(property) || ts.isMethodDeclaration(property);

/** A class has its name from its variable: it would have none inside a function. */
const PLAIN: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.ArrowFunction,
  ts.SyntaxKind.FunctionExpression,
  ts.SyntaxKind.ClassExpression,
  ts.SyntaxKind.Identifier,
  ts.SyntaxKind.TrueKeyword,
  ts.SyntaxKind.FalseKeyword,
  ts.SyntaxKind.NullKeyword,
]);
