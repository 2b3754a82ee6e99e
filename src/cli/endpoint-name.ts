/** What may be the name of an endpoint: `GET /export`, `/export`, `(background)`, or that of a task or action. */

/** The name as reports write it: a method in capitals, one space. As it is where it is no method with a path. */
export function tidyName(given: string): string {
  const tidy = given.trim();
  const match = /^([A-Za-z][A-Za-z-]*)\s+(\/.*)$/.exec(tidy);
  return match ? `${match[1]!.toUpperCase()} ${match[2]!}` : tidy;
}

/**
 * Whether a tidy name can be an endpoint by its looks alone. Of tasks and actions those that have a module or a class
 * before them (`shop.tasks.export`, `Users::Export`, `UsersController#show`, `export_orders`): any word could be one.
 */
export function looksLikeEndpoint(name: string): boolean {
  if (/^(?:[A-Z][A-Z-]* )?\/\S*$/.test(name)) return true;
  if (/^\([a-z][a-z ]*\)$/.test(name)) return true;
  return /^[\p{L}\p{N}_]+(?:(?:\.|#|::|:|\/|-|_)[\p{L}\p{N}_<>]+)+$/u.test(name);
}
