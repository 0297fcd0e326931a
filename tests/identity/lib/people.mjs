// @ts-check
// Who has an account at the identity providers of the tests.

/**
 * @typedef {object} Person
 * @property {string} sub what the provider calls them, for ever
 * @property {string} name
 * @property {string} email
 * @property {boolean} emailVerified whether the provider has checked it
 */

/** @type {Person} */
export const ADA = {
  sub: "ada-1815",
  name: "Ada Lovelace",
  email: "ada@example.test",
  emailVerified: true,
};

/** @type {Person} */
export const MALLORY = {
  sub: "mallory-666",
  name: "Mallory",
  email: "mallory@example.test",
  emailVerified: false,
};
