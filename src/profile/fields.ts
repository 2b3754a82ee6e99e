import { ProfileError } from '../errors.ts';

/** Longest text a profile may hold in one field. */
const LONGEST_TEXT = 8192;

/**
 * One JSON object of a profile file, read field by field with every value checked, because the file may come from
 * a stranger. Every method throws ProfileError, naming the place, when the value is not what it should be.
 */
export class Fields {
  readonly #value: object;
  readonly #path: string;

  constructor(value: unknown, path: string) {
    this.#path = path;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) this.fail('is not an object');
    this.#value = value;
  }

  /** Stops reading. */
  fail(what: string): never {
    throw new ProfileError(
      `the profile is damaged: ${this.#path} ${what}; make it again from the log with \`memhog profile\``,
    );
  }

  /** Whether the field is there. */
  has(name: string): boolean {
    return this.#get(name) !== undefined;
  }

  /** A text. */
  text(name: string): string {
    return this.#text(this.#get(name), name);
  }

  /** A text out of a list. */
  oneOf<T extends string>(name: string, choices: readonly T[]): T {
    const value = this.text(name);
    const found = choices.find((choice) => choice === value);
    return found ?? this.fail(`'${name}' is '${value.slice(0, 40)}'`);
  }

  /** A whole number of at least `least`. */
  wholeNumber(name: string, least = 0): number {
    return this.#whole(this.#get(name), name, least);
  }

  /** A whole number or null. */
  wholeNumberOrNull(name: string): number | null {
    return this.#get(name) === null ? null : this.wholeNumber(name);
  }

  /** An index into a list of the given length. */
  index(name: string, length: number): number {
    const value = this.wholeNumber(name);
    return value < length ? value : this.fail(`'${name}' points past the end of its list`);
  }

  /** True or false. */
  flag(name: string): boolean {
    const value = this.#get(name);
    return typeof value === 'boolean' ? value : this.fail(`'${name}' is neither true nor false`);
  }

  /** An object. */
  object(name: string): Fields {
    return new Fields(this.#get(name), `${this.#path}.${name}`);
  }

  /** A list of objects. */
  objects(name: string): Fields[] {
    return this.#array(name).map((value, i) => new Fields(value, `${this.#path}.${name}[${i}]`));
  }

  /** A list of texts. */
  texts(name: string): string[] {
    return this.#array(name).map((value) => this.#text(value, name));
  }

  /** A list of whole numbers, negative ones included. */
  wholeNumbers(name: string): number[] {
    return this.#allWhole(this.#array(name), name);
  }

  /** A list of lists of whole numbers. */
  arraysOfWholeNumbers(name: string): number[][] {
    return this.#array(name).map((value) => {
      if (!Array.isArray(value)) this.fail(`'${name}' holds something that is no list`);
      return this.#allWhole(value as unknown[], name);
    });
  }

  /** The same list: most of a profile are lists of numbers, and a copy of each would cost as much as to read it. */
  #allWhole(values: unknown[], name: string): number[] {
    return areWhole(values) ? values : this.fail(`'${name}' holds something that is no whole number`);
  }

  /** What the object itself holds, and not what all objects have. */
  #get(name: string): unknown {
    return Object.hasOwn(this.#value, name) ? Reflect.get(this.#value, name) : undefined;
  }

  #array(name: string): unknown[] {
    const value = this.#get(name);
    return Array.isArray(value) ? (value as unknown[]) : this.fail(`'${name}' is not a list`);
  }

  #text(value: unknown, name: string): string {
    return typeof value === 'string' && value.length <= LONGEST_TEXT
      ? value
      : this.fail(`'${name}' is not a text`);
  }

  #whole(value: unknown, name: string, least: number): number {
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= least
      ? value
      : this.fail(`'${name}' is not a whole number`);
  }
}

function areWhole(values: unknown[]): values is number[] {
  for (const value of values) if (!Number.isSafeInteger(value)) return false;
  return true;
}
