// Made from `server/src/oauth/providers` by `cargo xtask generate`. Do not edit.

/** The name of a provider. The server may have others of its own. */
export type SocialProviderId =
  | "github"
  | "google"
  | (string & {});
