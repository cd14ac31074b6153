/** What an option is set to, and by what. */
export interface SettingOrigin {
  /** The flag, such as `--region`. */
  readonly flag: string;
  readonly value: string | number | boolean | null;
  /** `flag`, `environment` with the variable, `file` with its path and profile, `default`, or null where it is not set. */
  readonly from: 'flag' | 'environment' | 'file' | 'default' | null;
  /** The variable, or the place in the file. */
  readonly place: string | null;
}
