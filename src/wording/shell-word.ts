/** One word for a shell, whatever stands in it: names of endpoints come from strangers, and commands are there to be pasted. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
