/** Whether lines with memory were met in a stream: then its access lines without any are no lines of something else. */
export class MemorySeen {
  isSeen = false;
}
