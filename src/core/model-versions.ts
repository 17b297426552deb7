/** A model under whose name another one answers now. */
export interface ChangedVersion {
  readonly model: string;
  /** Versions as the provider or the file says them, whole. */
  readonly was: string;
  readonly is: string;
}
