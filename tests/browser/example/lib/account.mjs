import { Secret, TOTP } from "otpauth";

/** Opens the account page of who is signed in. */
export async function openAccount(page) {
  await page.getByRole("link", { name: "Account" }).click();
  await page.getByRole("heading", { name: "Your account" }).waitFor();
}

/** A card of the account page. */
export function card(page, name) {
  return page.getByRole("region", { name, exact: true });
}

/** Switches two-factor authentication on, and gives what the authenticator app and the user keep. */
export async function enrol(page, { password }) {
  const panel = card(page, "Two-factor authentication");
  await panel.getByLabel("Your password", { exact: true }).fill(password);
  await panel.getByRole("button", { name: "Turn on" }).click();
  await panel.getByText("Can’t scan it?").click();
  const authenticator = authenticatorOf(await panel.locator(".secret").textContent());
  const codes = await panel
    .getByRole("list", { name: "Backup codes" })
    .locator("code")
    .allTextContents();
  await panel.getByLabel("Code of your authenticator app").fill(authenticator.generate());
  await panel.getByRole("button", { name: "Confirm" }).click();
  await panel.getByText("Two-factor authentication is on.").waitFor();
  return { authenticator, codes };
}

/** An authenticator app that knows a secret. */
export function authenticatorOf(secret) {
  return new TOTP({ secret: Secret.fromBase32(secret) });
}

/** Ends the session of the page. */
export async function signOut(page) {
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.getByRole("tab", { name: "Sign in" }).waitFor();
}

/** Gives the page an authenticator, as a device has one, whose user is always there. */
export async function withPasskeys(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}
