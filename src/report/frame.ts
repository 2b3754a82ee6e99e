/**
 * The skeleton of a page: one file that asks for no other. The policy in its head allows the one style and the scripts
 * given, by their hashes, and nothing else: no request, no evaluated text, no form, no frame.
 */
import { createHash } from 'node:crypto';
import { html, trusted } from './html.ts';
import type { Html } from './html.ts';
import { styleOf } from './style.ts';

/** What a page is made of. */
export interface Frame {
  /** Text of the window and of bookmarks. */
  readonly title: string;
  /** What stands between the header and the end; it holds one `h1`. */
  readonly main: Html;
  /** To the left in the header: what the page is of. */
  readonly brand: Html;
  /** What stands before the end of when and by which version it was made, such as `0.1.0 on 2026-11-23 04:15`. */
  readonly made?: string;
  /** Style sheets beside this file, by name without `.css`, after the one that all pages share. */
  readonly styles?: readonly string[];
  /** Scripts to run, each as the text of one inline element; none for a page without. */
  readonly scripts?: readonly string[];
  /** Scripts that the first ones put into the page themselves: only their hashes are written. */
  readonly laterScripts?: readonly string[];
  /** Blocks of data, as base64, by id. */
  readonly data?: Readonly<Record<string, string>>;
}

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' fill='%23b04a00'/%3E%3Cpath d='M3 12V9h2v3zm4 0V6h2v6zm4 0V3h2v9z' fill='%23fff'/%3E%3C/svg%3E";

/** The whole page, its last newline included. */
export function renderFrame(frame: Frame): string {
  const style = styleOf(['frame', ...(frame.styles ?? [])]);
  const scripts = frame.scripts ?? [];
  const allowed = [...scripts, ...(frame.laterScripts ?? [])].map(hashOf);
  const policy = [
    `default-src 'none'`,
    `script-src ${allowed.length === 0 ? `'none'` : allowed.join(' ')}`,
    `style-src ${hashOf(style)}`,
    `img-src data:`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  // Not in the template: what stands in these elements is compared by hash, to the last space.
  const sheet = trusted(`<style>${style}</style>`);
  const data = Object.entries(frame.data ?? {}).map(([id, text]) =>
    trusted(`<script type="text/plain" id="${id}">${text}</script>\n`),
  );
  const inline = scripts.map((text) => trusted(`<script>${text}</script>\n`));
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${trusted(policy)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>${frame.title}</title>
        <link rel="icon" href="${trusted(ICON)}" />
        ${sheet}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the answer</a>
        <header class="top">
          <p class="brand">${frame.brand}</p>
          ${themeSwitch()}
        </header>
        <main id="main">${frame.main}</main>
        <footer class="foot">
          <p>
            Made by memhog ${frame.made === undefined ? '' : `${frame.made} `}from the log itself. This file
            asks for no other and sends nothing.
          </p>
        </footer>
        ${data}${inline}
      </body>
    </html> `;
  return page.markup;
}

/** Works without script: the style looks at which one is chosen. */
function themeSwitch(): Html {
  const choices = ['auto', 'light', 'dark'].map(
    (name) =>
      html`<label
        ><input
          type="radio"
          name="theme"
          id="theme-${name}"
          ${trusted(name === 'auto' ? ' checked' : '')}
        /><span>${name}</span></label
      >`,
  );
  return html`<fieldset class="theme">
    <legend>Theme</legend>
    ${choices}
  </fieldset>`;
}

/** The hash by which a policy names an inline element. */
function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
