// Makes constants of the variables at the top of a file that are never assigned to again. esbuild writes `var` for what was
// `const` in a module; but V8 puts the value of a constant into the code that it compiles, and must look up that of a variable
// each time: all that is done for a line of uWSGI takes a tenth longer with it.
import { readFileSync, writeFileSync } from 'node:fs';
import ts from 'typescript';

const isAssignment = (kind) => kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;

/** Names that something is assigned to anywhere in a file, whatever they stand for there. */
function assignedIn(source) {
  const names = new Set();
  const addAll = (target) => {
    if (ts.isIdentifier(target)) names.add(target.text);
    // A pattern, or anything else that may hold names.
    else ts.forEachChild(target, addAll);
  };
  const visit = (node) => {
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) addAll(node.left);
    else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) addAll(node.operand);
    else if (ts.isForInStatement(node) || ts.isForOfStatement(node)) addAll(node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

/** How often each name is declared with `var` anywhere in a file. */
function declaredIn(source) {
  const counts = new Map();
  const visit = (node) => {
    if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped))
      for (const { name } of node.declarations)
        if (ts.isIdentifier(name)) counts.set(name.text, (counts.get(name.text) ?? 0) + 1);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return counts;
}

/** Rewrites a file of the bundle in place. */
export function makeConstants(path) {
  const text = readFileSync(path, 'utf8');
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS);
  const assigned = assignedIn(source);
  const declared = declaredIn(source);
  const statements = source.statements.filter(
    (one) => ts.isVariableStatement(one) && !(one.declarationList.flags & ts.NodeFlags.BlockScoped),
  );
  const isConstant = ({ name, initializer }) =>
    initializer && ts.isIdentifier(name) && !assigned.has(name.text) && declared.get(name.text) === 1;
  const places = statements
    .filter(({ declarationList }) => declarationList.declarations.every(isConstant))
    .map((one) => one.declarationList.getStart(source));
  let made = '';
  let from = 0;
  for (const place of places) {
    made += `${text.slice(from, place)}const`;
    from = place + 'var'.length;
  }
  writeFileSync(path, made + text.slice(from));
}
