/** The same picture in fewer bytes, and without what a strict policy forbids in markup. */

const FAMILY = / font-family="([^"]*)"/g;

/**
 * Coordinates to a tenth of a pixel, no attribute that says nothing. Fonts come from the page's style (`m` is the class
 * of names), as do pointers: an inline style would be refused by the policy.
 */
export function lighter(svg: string): string {
  return (
    svg
      .replace(
        / (?:xmlns(?::xlink)?|version|style|role|aria-[a-z]+|pointer-events|stroke-miterlimit)="[^"]*"/g,
        '',
      )
      .replace(/<svg class="marks" width="\d+" height="\d+"/, '<svg aria-hidden="true"')
      // Nothing lies beyond the axes of a drawing; the names of clips would be those of the live charts too.
      .replace(/<defs>.*?<\/defs>| clip-path="[^"]*"/gs, '')
      .replace(
        /<path class="(?:background|foreground)"[^>]*?(?: d="M0,0h0v0h0Z"| display="none")[^>]*\/>/g,
        '',
      )
      .replace(/<path class="background" d="[^"]*"\/>/g, '')
      // What only the pointer finds.
      .replace(/<path [^>]* opacity="0"[^>]*\/>/g, '')
      .replace(/ class="[^"]*"/g, '')
      .replace(/ font-size="12px"| (?:stroke-width|opacity)="1"| transform="translate\(0,0\)"/g, '')
      .replace(FAMILY, (_, family: string) => (family.includes('mono') ? ' class="m"' : ''))
      .replace(/<g>\s*<\/g>/g, '')
      .replace(/ (?:d|transform|x|y|x2|y2|width|height)="[^"]*"/g, (attribute) =>
        attribute.replace(/-?\d+\.\d+(?:e-?\d+)?/g, (number) => String(Math.round(Number(number) * 10) / 10)),
      )
  );
}
