/** What the middleware of every framework takes. All of it may be left out. */
export interface MemhogOptions {
  /**
   * Takes each line, without its line end. Left out, lines go to the standard output, one write each; while more
   * than 1 MiB waits there to be taken, lines are dropped, which `seq` shows to the reader.
   * What it throws is swallowed.
   */
  readonly write?: ((line: string) => void) | undefined;
  /**
   * Write `live=` beside `rss=`: the bytes V8 uses outside its young spaces, and those its objects hold elsewhere.
   * On unless false. memhog ranks by it wherever it is there.
   */
  readonly heap?: boolean | undefined;
  /**
   * Take readings as requests begin instead of when they end: what V8 found alive at its last collection (docs/probe.md of
   * memhog). Finds leaks sooner. MEMHOG_PROBE=1 in the environment does the same, MEMHOG_PROBE=0 switches all off.
   */
  readonly probe?: boolean | undefined;
  /** Written as `host=`; left out, there is none. Only needed where logs of several machines with equal pids are mixed. */
  readonly host?: string | undefined;
}
