/** A person at a terminal, as far as a verb may talk to them. Tests hand in one that plays a script. */
export interface Asker {
  /** Says something; where it is written is the door's business. */
  say(text: string): void;
  /** Waits for one of the keys, in lower case; others are passed over. Undefined when no more will come: Ctrl-C, Ctrl-D, a closed terminal. */
  key(prompt: string, keys: readonly string[]): Promise<string | undefined>;
  /** A line without its end; undefined when no more will come. */
  line(prompt: string): Promise<string | undefined>;
  /** The text as the person left it in the editor of theirs. Absent where none is named. Throws BAD_INPUT for one that does not start or fails. */
  edit?(text: string, fileName: string): Promise<string>;
}
