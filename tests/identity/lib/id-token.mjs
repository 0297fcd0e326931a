// @ts-check
// ID tokens other than the provider would make.

import {
  decodeJwt,
  decodeProtectedHeader,
  exportSPKI,
  importJWK,
  SignJWT,
  UnsecuredJWT,
} from "jose";

/**
 * @typedef {object} Forgery
 * @property {Record<string, unknown>} [claims] that replace the true ones; `undefined` removes one
 * @property {import("jose").JWK} [key] that signs instead of the provider's
 * @property {boolean} [unsigned] `alg: none`
 * @property {boolean} [asSecret] `alg: HS256`, with the published key as the secret
 */

/**
 * A token answer with another ID token, signed by the provider's own key unless told otherwise.
 *
 * @param {import("./provider.mjs").IdentityProvider} provider
 * @param {Forgery} forgery
 * @returns {import("./provider.mjs").Alteration}
 */
export function withIdToken(provider, { claims, key = provider.key, ...how }) {
  return async (body) => {
    const changed = { ...decodeJwt(body.id_token), ...claims };
    const header = { ...decodeProtectedHeader(body.id_token), alg: "RS256", kid: key.kid };
    return { ...body, id_token: await encoded(changed, header, key, how) };
  };
}

/**
 * @param {import("jose").JWTPayload} claims
 * @param {import("jose").JWTHeaderParameters} header
 * @param {import("jose").JWK} key
 * @param {Pick<Forgery, "unsigned" | "asSecret">} how
 */
async function encoded(claims, header, key, { unsigned, asSecret }) {
  if (unsigned) return new UnsecuredJWT(claims).encode();
  if (!asSecret) return new SignJWT(claims).setProtectedHeader(header).sign(await importJWK(key));
  const secret = new TextEncoder().encode(await exportSPKI(await publicKey(key)));
  return new SignJWT(claims).setProtectedHeader({ ...header, alg: "HS256" }).sign(secret);
}

/** @param {import("jose").JWK} key */
async function publicKey({ kty, n, e }) {
  return /** @type {import("jose").CryptoKey} */ (
    await importJWK({ kty, n, e }, "RS256", { extractable: true })
  );
}
