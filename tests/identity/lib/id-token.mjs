// @ts-check
// ID tokens other than the provider would make.

import { decodeJwt, decodeProtectedHeader, importJWK, SignJWT, UnsecuredJWT } from "jose";

/**
 * @typedef {object} Forgery
 * @property {Record<string, unknown>} [claims] that replace the true ones; `undefined` removes one
 * @property {import("jose").JWK} [key] that signs instead of the provider's
 * @property {boolean} [unsigned] `alg: none`
 */

/**
 * A token answer with another ID token, signed by the provider's own key unless told otherwise.
 *
 * @param {import("./provider.mjs").IdentityProvider} provider
 * @param {Forgery} forgery
 * @returns {import("./provider.mjs").Alteration}
 */
export function withIdToken(provider, { claims, key = provider.key, unsigned = false }) {
  return async (body) => {
    const changed = { ...decodeJwt(body.id_token), ...claims };
    const header = { ...decodeProtectedHeader(body.id_token), alg: "RS256", kid: key.kid };
    const idToken = unsigned
      ? new UnsecuredJWT(changed).encode()
      : await new SignJWT(changed).setProtectedHeader(header).sign(await importJWK(key));
    return { ...body, id_token: idToken };
  };
}
