import { hostName } from './words.ts';

/** Texts as names of hosts. A log has few, so one that stands there again and again is not looked at anew. */
export class HostNames {
  #text = '';
  #name = '';

  /** The name of the host that `text` is, empty if it is none. */
  name(text: string): string {
    if (text !== this.#text) {
      this.#text = text;
      this.#name = hostName(text);
    }
    return this.#name;
  }
}
