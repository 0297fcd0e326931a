const names: Record<string, string> = {
  apple: "Apple",
  discord: "Discord",
  github: "GitHub",
  gitlab: "GitLab",
  google: "Google",
  linkedin: "LinkedIn",
  microsoft: "Microsoft",
};

/**
 * The providers that the server has, by id and name. The page says which: see `.env`. It stands in
 * a `meta` element, so that whoever serves the built page can change it there.
 */
export const socialProviders = content("social-providers")
  .split(",")
  .map((id) => id.trim())
  .filter(Boolean)
  .map((id) => ({ id, name: names[id] ?? id.charAt(0).toUpperCase() + id.slice(1) }));

function content(name: string): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? "";
}
