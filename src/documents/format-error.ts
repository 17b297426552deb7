/** A file that cannot be read, said in words for its row in the list of skipped files. Thrown and caught within this room only. */
export class FormatError extends Error {}
