/**
 * The errors memhog throws on purpose. Each message is one line that says what is wrong and what to do now.
 * Anything else that reaches the command line is a fault of memhog itself (exit code 3).
 */

/** The user asked for something that cannot be: a wrong flag, filters that do not fit. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** An input cannot be read or holds nothing usable. Exit code 2. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** A profile cannot be read, or two profiles cannot be merged. Exit code 2. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError';
}
