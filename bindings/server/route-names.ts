import { routeMethods } from "../generated/route-methods.js";

/** A route as a call needs it. */
export interface NamedRoute {
  path: string;
  /** `undefined` when it depends on whether there is a body. */
  method: string | undefined;
}

/** Better Auth's names that do not follow from the path. */
export const irregularNames = {
  callbackOAuth: "/callback/:id",
  deleteUserCallback: "/delete-user/callback",
  linkSocialAccount: "/link-social",
  listUserAccounts: "/list-accounts",
  requestPasswordResetCallback: "/reset-password/:token",
} as const;

const knownPaths = new Map(
  Object.keys(routeMethods)
    .filter((path) => !path.includes(":"))
    .map((path) => [nameOf(path), path]),
);

/**
 * The route behind a name of `auth.api`. Names that nobody has declared work, too: `fooBar` is
 * `/foo-bar`, `signInFooBar` is `/sign-in/foo-bar`.
 */
export function routeOf(name: string): NamedRoute {
  const irregular = Object.hasOwn(irregularNames, name)
    ? irregularNames[name as keyof typeof irregularNames]
    : undefined;
  const path = irregular ?? knownPaths.get(name) ?? guessedPath(name);
  const methods: Record<string, string> = routeMethods;
  return { path, method: Object.hasOwn(methods, path) ? methods[path] : undefined };
}

function guessedPath(name: string): string {
  const group = /^(signIn|signUp)([A-Z].*)$/.exec(name);
  return group ? `/${kebab(group[1] ?? "")}/${kebab(group[2] ?? "")}` : `/${kebab(name)}`;
}

/** `signInEmailOTP` is `sign-in-email-otp`. */
function kebab(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, "$1-$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1-$2")
    .toLowerCase();
}

function nameOf(path: string): string {
  return path.slice(1).replace(/[-/](.)/g, (_, letter: string) => letter.toUpperCase());
}
