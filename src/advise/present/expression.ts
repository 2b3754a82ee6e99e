/**
 * The value of an expression of literals, known names, `+ - * / // % **` and parentheses, in what Python, Ruby and TOML have in common.
 * Nothing is executed: a call, an attribute, anything else makes the value unknown.
 */

/** A value that the text tells. */
export type Value = number | string | undefined;

const TOKEN =
  /\s*(?:(0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(\*\*|\/\/|[-+*/%()]))/y;
const LONGEST = 1000;
const DEEPEST = 40;

function tokensOf(text: string): readonly string[] | undefined {
  if (text.length > LONGEST) return undefined;
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) {
      TOKEN.lastIndex = at;
      return undefined;
    }
    tokens.push(match[1] ?? match[2] ?? match[3] ?? match[4] ?? '');
  }
  return tokens;
}

/** Recursive descent over the tokens; any step that cannot be told makes the whole unknown. */
class Reader {
  private at = 0;
  private readonly tokens: readonly string[];
  private readonly names: ReadonlyMap<string, Value>;

  constructor(tokens: readonly string[], names: ReadonlyMap<string, Value>) {
    this.tokens = tokens;
    this.names = names;
  }

  whole(): Value {
    const value = this.sum(0);
    return this.at === this.tokens.length ? value : undefined;
  }

  private sum(depth: number): Value {
    let value = this.product(depth);
    for (let sign = this.take('+', '-'); sign !== undefined; sign = this.take('+', '-'))
      value = calculate(value, sign, this.product(depth));
    return value;
  }

  private product(depth: number): Value {
    let value = this.power(depth);
    for (let sign = this.take('*', '/', '//', '%'); sign !== undefined; sign = this.take('*', '/', '//', '%'))
      value = calculate(value, sign, this.power(depth));
    return value;
  }

  private power(depth: number): Value {
    if (depth > DEEPEST) return undefined;
    if (this.take('-') !== undefined) return calculate(0, '-', this.power(depth + 1));
    if (this.take('+') !== undefined) return this.power(depth + 1);
    const base = this.atom(depth);
    return this.take('**') === undefined ? base : calculate(base, '**', this.power(depth + 1));
  }

  private atom(depth: number): Value {
    const token = this.tokens[this.at++];
    if (token === undefined) return undefined;
    if (token === '(') {
      const value = this.sum(depth + 1);
      return this.take(')') === undefined ? undefined : value;
    }
    if (/^\d/.test(token)) return Number(token.replaceAll('_', ''));
    if (/^["']/.test(token)) return token.includes('\\') ? undefined : token.slice(1, -1);
    return this.names.get(token);
  }

  private take(...signs: readonly string[]): string | undefined {
    const token = this.tokens[this.at];
    if (token === undefined || !signs.includes(token)) return undefined;
    this.at += 1;
    return token;
  }
}

function calculate(left: Value, sign: string, right: Value): Value {
  if (typeof left !== 'number' || typeof right !== 'number') return undefined;
  const value = arithmetic(left, sign, right);
  return Number.isFinite(value) ? value : undefined;
}

function arithmetic(left: number, sign: string, right: number): number {
  if (sign === '+') return left + right;
  if (sign === '-') return left - right;
  if (sign === '*') return left * right;
  if (sign === '/') return left / right;
  if (sign === '//') return Math.floor(left / right);
  if (sign === '%') return left - right * Math.floor(left / right);
  return left ** right;
}

/** The value of `text`, where `names` are known; undefined where it cannot be told. */
export function valueOf(text: string, names: ReadonlyMap<string, Value> = new Map()): Value {
  const tokens = tokensOf(text);
  return tokens === undefined || tokens.length === 0 ? undefined : new Reader(tokens, names).whole();
}
