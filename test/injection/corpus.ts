/** What strangers send to harm whoever reads it: one list for every renderer. */

const ESC = '\u001b';

/** By what they would do. None holds a space at its start, so each can stand in a path. */
export const HOSTILE_TEXTS: readonly string[] = [
  // Terminals: colour and clearing, a link (OSC 8), the clipboard (OSC 52), the title, the cursor, C1 bytes, a device report.
  `/${ESC}[2J${ESC}[31mred`,
  `/${ESC}]8;;https://evil.example${ESC}\\click${ESC}]8;;${ESC}\\`,
  `/${ESC}]52;c;cm0gLXJmIH4=\u0007`,
  `/${ESC}]0;owned\u0007`,
  `/${ESC}]2;owned${ESC}\\`,
  `/${ESC}[1;1H${ESC}[9999B${ESC}7${ESC}8`,
  '/\u009b2J\u009d0;owned\u009c\u0090q\u009c',
  `/${ESC}[6n${ESC}[c${ESC}P$q"p${ESC}\\`,
  `/${ESC}c${ESC}(0${ESC}#8`,
  '/back\b\b\b\bspace\u007f\u0000\u0007',
  '/line\r\nmemhog: no leak found\r2 GET /fake leak',
  // Spreadsheets.
  "=cmd|'/C calc'!A0",
  '+1+cmd|calc',
  '-1+cmd|calc',
  '@SUM(A1)',
  '\t=1+1',
  '\uff1d1+1',
  '=HYPERLINK("https://evil.example";"x")',
  '/"quoted",\tand;split',
  // Markdown, and what GitHub makes of it.
  '/pipe|`code`|[link](https://evil.example)',
  '/![img](https://evil.example/x.png)',
  '/@octocat-www.evil.example-#1',
  '/``` \n# heading\n- item\n> quote',
  '/<!-- comment -->&copy;\\',
  // HTML, and JSON within it.
  '/<script>document.title="owned"</script>',
  '/</script><script>document.title="owned"</script>',
  '/<!--<script>',
  '/"onmouseover="document.title=\'owned\'" x="',
  "/'><img src=x onerror=document.title='owned'>",
  'javascript:document.title="owned"',
  '/</title></style></svg></template><iframe srcdoc="<b>">',
  '/]]>&lt;&#x3C;script&#x3E;${document.title="owned"}{{7*7}}',
  // Signs that change places, hide, or stand for nothing.
  '/\u202egnp.exe\u2066x\u2069',
  '/\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u2067\u2068',
  '/zero\u200bwidth\u00ad\ufeff\u{e0041}',
  '/line\u2028sep\u2029',
  '/lone\ud800x\udc00',
  `/zalgo${'\u0301'.repeat(500)}`,
  // Very much of it.
  `/${'a'.repeat(10_000)}`,
  `/${'long/'.repeat(2000)}`,
  `/${'漢字'.repeat(100)}`,
  // Shells, for what is pasted.
  '/$(touch owned)`touch owned`;touch owned|&"\'',
  '/../../../etc/passwd',
  // Names that JavaScript gives a meaning.
  '__proto__',
  'constructor',
];

/** A text of the list; numbers beyond its end begin anew. */
export function hostileText(i: number): string {
  return HOSTILE_TEXTS[i % HOSTILE_TEXTS.length]!;
}
