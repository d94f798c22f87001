/** Everything the command line needs from the outside; a test passes its own. */
export type Env = Readonly<Record<string, string | undefined>>;

export interface OutputStream {
  readonly isTTY: boolean;
  /** The reader went away: what is written goes nowhere. */
  readonly gone?: boolean;
  write(text: string): void;
  /** Resolves once what was written has left, so that a long stream of rows does not pile up in memory. */
  drained(): Promise<void>;
}

/** A file that grows row by row: what was written stays whatever happens next. */
export interface GrowingFile {
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

/** A file being written: nothing is seen under its name before `commit`. */
export interface PendingFile {
  write(content: string | Uint8Array): Promise<void>;
  commit(): Promise<void>;
  /** Removes what was written. Safe to call after `commit`. */
  discard(): Promise<void>;
}

export interface SeekableFile {
  readonly byteLength: number;
  slice(start: number, end: number): Promise<ArrayBuffer>;
  close(): Promise<void>;
}

export interface Files {
  /** At most a little more than `maxBytes`. @throws Error with a `code` (ENOENT, EISDIR, ...) */
  read(path: string, maxBytes: number): Uint8Array;
  /** Opens for writing now, so that an unwritable path fails before anything is computed. */
  open(path: string): Promise<PendingFile>;
  /** Opens for appending, after cutting the file to `keepBytes` (default: all that is there). */
  grow(path: string, keepBytes?: number): Promise<GrowingFile>;
  /** Lines with their line breaks; the last may lack one. @throws Error with a `code` */
  lines(path: string): AsyncIterable<string>;
  /** Reads from places of a file. @throws Error with a `code` */
  seek(path: string): Promise<SeekableFile>;
}

/** A thread that has been handed its job. */
export interface Thread {
  /**
   * One question at a time. Rejects when the thread fails, or ends before it answers.
   *
   * @param note hears what the thread says before it answers
   */
  ask<Answer>(question: unknown, note?: (said: unknown) => void): Promise<Answer>;
  stop(): Promise<void>;
}

export interface Threads {
  /** More at a time do not help. */
  readonly most: number;
  /** @param job plain data */
  start(job: unknown): Thread;
}

export interface Io {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Env;
  readonly files: Files;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readStdin(maxBytes: number): Promise<Uint8Array>;
  /** Absent: everything happens in one. */
  readonly threads?: () => Promise<Threads>;
}
