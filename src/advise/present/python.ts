/**
 * Settings in Python text, which is read and never executed: assignments at the top level, also `app.conf.x = …`,
 * `app.conf.update(x=…)` and the named arguments of `uvicorn.run(…)` and `Granian(…)`. What is set under a condition, in a loop
 * or in a class, or is no literal, cannot be told.
 */
import { valueOf } from './expression.ts';
import type { Value } from './expression.ts';
import { logicalLines, splitAtCommas } from './logical-lines.ts';
import type { LogicalLine } from './logical-lines.ts';
import type { Present, PresentSetting } from './present.ts';

const ASSIGNMENT =
  /^((?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*)\s*(?::[^=]{1,200})?([-+*/%]|\/\/|\*\*)?=(?!=)\s*([^]*)$/;
/** A longer line sets no number, and expressions this long are not read. */
const LONGEST_ASSIGNMENT = 4000;
const CALL =
  /^(?:[A-Za-z_]\w*\s*=\s*)?(?:[\w.]+\.)?(update|run|Granian|Config|Celery|setdefault)\s*\(([^]*)\)(?:\.\w+\(\))?$/;
const NAMED = /^([A-Za-z_]\w*)\s*=(?!=)\s*([^]*)$/;
const ENTRY = /^["']([A-Za-z_]\w*)["']\s*:\s*([^]*)$/;
/** Names that hold a value worth to look up later. */
const MOST_NAMES = 10_000;

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** What one file sets, line by line. */
class PythonSettings {
  readonly settings: PresentSetting[] = [];
  readonly remarks = new Set<string>();
  private readonly names = new Map<string, Value>([
    ['True', 'true'],
    ['False', 'false'],
    ['None', 'none'],
  ]);

  take({ text, line }: LogicalLine, isCertain: boolean): void {
    if (/^from\s+[\w.]+\s+import\s+\*/.test(text))
      this.remarks.add(`line ${line.toString()} takes in all names of another module, which is not read`);
    const call = CALL.exec(text);
    if (call) {
      this.takeArguments(call[2]!, line, isCertain);
      return;
    }
    const assignment = ASSIGNMENT.exec(text.slice(0, LONGEST_ASSIGNMENT));
    if (!assignment) return;
    const [, name = '', operator, rest = ''] = assignment;
    const { targets, expression } = targetsOf(name, rest);
    const value = isCertain && operator === undefined ? valueOf(expression, this.names) : undefined;
    for (const target of targets) this.set(target, value, line);
  }

  private takeArguments(text: string, line: number, isCertain: boolean): void {
    for (const argument of splitAtCommas(text)) {
      const [, name, expression] = NAMED.exec(argument) ?? ENTRY.exec(argument) ?? [];
      if (name !== undefined && expression !== undefined)
        this.add(name, isCertain ? valueOf(expression, this.names) : undefined, line);
      else if (argument.startsWith('{') && argument.endsWith('}'))
        for (const entry of splitAtCommas(argument.slice(1, -1))) {
          const [, key, of] = ENTRY.exec(entry) ?? [];
          if (key !== undefined && of !== undefined)
            this.add(key, isCertain ? valueOf(of, this.names) : undefined, line);
        }
    }
  }

  private set(target: string, value: Value, line: number): void {
    if (!target.includes('.') && (this.names.has(target) || this.names.size < MOST_NAMES))
      this.names.set(target, value);
    this.add(lastPart(target), value, line);
  }

  private add(setting: string, value: Value, line: number): void {
    this.settings.push({ setting, value, line, place: '' });
  }
}

/** `a = b = 3` has two targets. */
function targetsOf(first: string, rest: string): { targets: readonly string[]; expression: string } {
  const targets = [first];
  let expression = rest;
  for (let more = NAMED.exec(expression); more !== null; more = NAMED.exec(expression)) {
    targets.push(more[1]!);
    expression = more[2]!;
  }
  return { targets, expression };
}

/** Reads `text`. */
export function readPython(text: string): Present {
  const found = new PythonSettings();
  let block: 'main' | 'function' | 'other' = 'other';
  for (const one of logicalLines(text)) {
    if (one.indent === 0) {
      block = /^if\s+__name__\s*==/.test(one.text)
        ? 'main'
        : /^(?:async\s+)?def\s/.test(one.text)
          ? 'function'
          : 'other';
      found.take(one, true);
    } else if (block !== 'function') found.take(one, block === 'main' && !one.text.startsWith('if '));
  }
  return { kind: 'python', settings: found.settings, remarks: [...found.remarks] };
}
