/** Routes as frameworks write them, in the form that paths are given here. */
import type { Template } from '../record.ts';

/** Routes remembered; an application has some hundreds. */
const MOST_REMEMBERED = 10_000;
/** Deeper ones are cut, as paths are. */
const DEEPEST = 32;

/** `{id}`, `{id:path}` (Starlette, OpenAPI), `<id>`, `<int:id>` (Flask, Django), `:id`, `:id(\d+)`, `:id?` (Express, Rails), `*name`. */
const PLACEHOLDER =
  /\{\*{0,2}(\w{1,80})[^}]{0,200}\}|<(?:\w{1,80}(?:\([^)]{0,200}\))?:)?(\w{1,80})>|^[:*](\w{1,80})/;

/** What stands at the start of a segment and would look like a placeholder or a query mark, percent-encoded. */
const MARKS: Readonly<Record<string, string>> = {
  ':': '%3A',
  '=': '%3D',
  '&': '%26',
  '?': '%3F',
  '(': '%28',
};

function segmentOf(text: string): string {
  const match = PLACEHOLDER.exec(text);
  if (match) return `:${match[1] ?? match[2] ?? match[3]!}`;
  const mark = MARKS[text.charAt(0)];
  return mark === undefined ? text : mark + text.slice(1);
}

/** Templates of the routes that a framework names, remembered by their text. */
export class FrameworkRoutes {
  #templates = new Map<string, Template>();

  /** The template of a route that starts with `/`. */
  template(route: string): Template {
    const found = this.#templates.get(route);
    if (found) return found;
    if (this.#templates.size >= MOST_REMEMBERED) this.#templates = new Map();
    const segments = route.slice(1).split('/').slice(0, DEEPEST).map(segmentOf);
    const template = { fixed: undefined, segments };
    this.#templates.set(route, template);
    return template;
  }
}
