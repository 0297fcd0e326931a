// @ts-check
// What a user of the plugins does, in a page: with Better Auth's client and its plugins, and with
// Signet's, against either server. Nothing here knows which.

import { Secret, TOTP } from "otpauth";
import { expect, expectEqual, expectState } from "./expect.mjs";

/**
 * @typedef {object} PluginWorld
 * @property {(options?: object) => any} createAuthClient
 * @property {Record<string, any>} plugins the client plugins, by the names of their functions
 * @property {string} email an address that is still free
 * @property {() => Promise<() => Promise<{token: string, otp: string}>>} expectMail
 *   called before a mail is asked for; gives what waits for it
 */

/** @typedef {{name: string, run: (world: PluginWorld) => Promise<void>}} PluginScenario */

const PASSWORD = "correct horse battery";

/** @type {PluginScenario[]} */
export const PLUGIN_SCENARIOS = [
  {
    name: "a name signs in, and the store shows it",
    async run({ createAuthClient, plugins, email }) {
      const auth = createAuthClient({ plugins: [plugins.usernameClient()] });
      const name = email.replace(/@.*/, "").replaceAll("-", "_").slice(0, 20);
      const ada = { email, password: PASSWORD, name: "Ada" };
      const signedUp = await auth.signUp.email({ ...ada, username: name.toUpperCase() });
      expectEqual(signedUp.error, null, "error");
      expectEqual(signedUp.data.user.username, name, "name");
      expectEqual(signedUp.data.user.displayUsername, name.toUpperCase(), "display name");
      const taken = await auth.isUsernameAvailable({ username: name });
      expectEqual(taken.data, { available: false });

      await auth.signOut();
      await anonymous(auth);
      const refused = await auth.signIn.username({ username: name, password: "wrong one" });
      expectEqual(refused.error.code, "INVALID_USERNAME_OR_PASSWORD", "code");
      const signedIn = await auth.signIn.username({ username: name, password: PASSWORD });
      expectEqual(signedIn.data.user.email, email, "address");
      await shownUser(auth, (user) => user.username === name, "the name");
      const renamed = await auth.updateUser({ username: `${name}_2`, displayUsername: "Ada L." });
      expectEqual(renamed.error, null, "error");
      const user = await shownUser(
        auth,
        ({ username }) => username === `${name}_2`,
        "the new name",
      );
      expectEqual(user.displayUsername, "Ada L.", "display name");
    },
  },
  {
    name: "a link in a mail signs in",
    async run({ createAuthClient, plugins, email, expectMail }) {
      const auth = createAuthClient({ plugins: [plugins.magicLinkClient()] });
      const mail = await expectMail();
      const asked = await auth.signIn.magicLink({ email, name: "Ada", metadata: { from: "test" } });
      expectEqual(asked, { data: { status: true }, error: null });
      const { token } = await mail();
      const { data, error } = await auth.magicLink.verify({ query: { token } });
      expectEqual(error, null, "error");
      expectEqual([data.user.email, data.user.name], [email, "Ada"]);
      expectEqual(data.session.token, data.token, "token");
      expect(data.session.expiresAt instanceof Date, "expiresAt to be a Date");
      expectEqual((await auth.getSession()).data.session.id, data.session.id, "session");
    },
  },
  {
    name: "a code in a mail signs in, and the store shows who it is",
    async run({ createAuthClient, plugins, email, expectMail }) {
      const auth = createAuthClient({ plugins: [plugins.emailOTPClient()] });
      await anonymous(auth);
      const mail = await expectMail();
      const asked = await auth.emailOtp.sendVerificationOtp({ email, type: "sign-in" });
      expectEqual(asked, { data: { success: true }, error: null });
      const { otp } = await mail();
      const wrong = otp === "000000" ? "000001" : "000000";
      const refused = await auth.signIn.emailOtp({ email, otp: wrong });
      expectEqual(refused.error.code, "INVALID_OTP", "code");
      const { data, error } = await auth.signIn.emailOtp({ email, otp, name: "Ada" });
      expectEqual(error, null, "error");
      expectEqual([data.user.name, data.user.emailVerified], ["Ada", true]);
      await shownUser(auth, (user) => user.email === email, "the address");
    },
  },
  {
    name: "codes in mails verify the address and set another password",
    async run({ createAuthClient, plugins, email, expectMail }) {
      const auth = createAuthClient({ plugins: [plugins.emailOTPClient()] });
      await auth.signUp.email({ email, password: PASSWORD, name: "Ada" });
      await shownUser(auth, (user) => user.emailVerified === false, "an address nobody proved");
      const type = "email-verification";
      let mail = await expectMail();
      await auth.emailOtp.sendVerificationOtp({ email, type });
      let { otp } = await mail();
      const checked = await auth.emailOtp.checkVerificationOtp({ email, type, otp });
      expectEqual(checked.data, { success: true });
      const verified = await auth.emailOtp.verifyEmail({ email, otp });
      expectEqual(verified.data.user.emailVerified, true, "emailVerified");
      await shownUser(auth, (user) => user.emailVerified === true, "a proved address");

      mail = await expectMail();
      const asked = await auth.emailOtp.requestPasswordReset({ email });
      expectEqual(asked.data, { success: true });
      ({ otp } = await mail());
      const password = `${PASSWORD} staple`;
      const reset = await auth.emailOtp.resetPassword({ email, otp, password });
      expectEqual(reset, { data: { success: true }, error: null });
      const signedIn = await auth.signIn.email({ email, password });
      expectEqual(signedIn.error, null, "error");
    },
  },
  {
    name: "a second factor is switched on, asked for and switched off",
    async run({ createAuthClient, plugins, email, expectMail }) {
      /** @type {unknown[]} */
      const told = [];
      const onTwoFactorRedirect = (/** @type {unknown} */ context) => void told.push(context);
      const auth = createAuthClient({
        plugins: [plugins.twoFactorClient({ onTwoFactorRedirect })],
      });
      await auth.signUp.email({ email, password: PASSWORD, name: "Ada" });
      await shownUser(auth, (user) => !user.twoFactorEnabled, "no second factor");
      const refused = await auth.twoFactor.enable({ password: "wrong one" });
      expectEqual(refused.error.code, "INVALID_PASSWORD", "code");
      const enabled = await auth.twoFactor.enable({ password: PASSWORD });
      expectEqual(enabled.data.backupCodes.length, 10, "number of codes");
      const uri = await auth.twoFactor.getTotpUri({ password: PASSWORD });
      const secret = secretOf(uri.data.totpURI);
      expectEqual(secret, secretOf(enabled.data.totpURI), "secret");
      await quiet(auth);
      const first = await auth.twoFactor.verifyTotp({ code: codeOf(secret) });
      expectEqual(first.error, null, "error");
      await shownUser(auth, (user) => user.twoFactorEnabled === true, "a second factor");

      const challenged = async () => {
        await quiet(auth);
        await auth.signOut();
        await anonymous(auth);
        const { data } = await auth.signIn.email({ email, password: PASSWORD });
        expectEqual(data.twoFactorRedirect, true, "twoFactorRedirect");
      };
      await challenged();
      expectEqual(told, [{ twoFactorMethods: ["totp", "otp"] }]);
      const wrong = await auth.twoFactor.verifyTotp({ code: "000000" });
      expectEqual(wrong.error.code, "INVALID_CODE", "code");
      await auth.twoFactor.verifyTotp({ code: codeOf(secret) });
      await shownUser(auth, (user) => user.email === email, "the user");

      const codes = await auth.twoFactor.generateBackupCodes({ password: PASSWORD });
      await challenged();
      const [code] = codes.data.backupCodes;
      const used = await auth.twoFactor.verifyBackupCode({ code });
      expectEqual(used.data.user.email, email, "address");
      await shownUser(auth, (user) => user.email === email, "the user");

      await challenged();
      const mail = await expectMail();
      const sent = await auth.twoFactor.sendOtp();
      expectEqual(sent.data, { status: true });
      const { otp } = await mail();
      await auth.twoFactor.verifyOtp({ code: otp, trustDevice: true });
      await shownUser(auth, (user) => user.email === email, "the user");

      await quiet(auth);
      await auth.signOut();
      const trusted = await auth.signIn.email({ email, password: PASSWORD });
      expectEqual(trusted.data.user.email, email, "address on a trusted device");
      await quiet(auth);
      await auth.twoFactor.disable({ password: PASSWORD });
      await shownUser(auth, (user) => !user.twoFactorEnabled, "no second factor");
    },
  },
];

/** @param {any} auth */
function anonymous(auth) {
  const isAnonymous = (/** @type {any} */ state) => !state.isPending && state.data === null;
  return expectState(auth.useSession, isAnonymous, "nobody");
}

/**
 * The user in the session store, once it is the wanted one: nothing but a signal brings it there.
 *
 * @param {any} auth
 * @param {(user: any) => boolean} isWanted
 * @param {string} what
 */
async function shownUser(auth, isWanted, what) {
  const shown = (/** @type {any} */ { data, isPending }) =>
    !isPending && data !== null && isWanted(data.user);
  return (await expectState(auth.useSession, shown, what)).data.user;
}

/**
 * Waits until no request for the session is on its way, or about to be: an answer that is late would
 * take away the cookie of the session that has come meanwhile. Users are slower than that.
 *
 * @param {any} auth
 */
async function quiet(auth) {
  await new Promise((resolve) => setTimeout(resolve, 50));
  const isQuiet = (/** @type {any} */ state) => !state.isPending && !state.isRefetching;
  await expectState(auth.useSession, isQuiet, "no request");
}

/** @param {string} uri */
function secretOf(uri) {
  return new URL(uri).searchParams.get("secret") ?? "";
}

/** @param {string} secret in base 32 */
function codeOf(secret) {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate();
}
