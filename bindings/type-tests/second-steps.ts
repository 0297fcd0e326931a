// Checked by `tsc`, never run: the calls, hooks and codes of second factors and passkeys.

import { type Passkey, passkeyClient, twoFactorClient } from "../plugins/index.js";
import { createAuthClient } from "../react/index.js";
import { createAuthClient as createSolidClient } from "../solid/index.js";
import { createAuthClient as createSvelteClient } from "../svelte/index.js";
import { createAuthClient as createPlainClient } from "../vanilla/index.js";
import { createAuthClient as createVueClient } from "../vue/index.js";

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

function same<A, B>(..._: Equal<A, B> extends true ? [] : [never]): void {}

const plugins = [
  twoFactorClient({
    twoFactorPage: "/two-factor",
    onTwoFactorRedirect({ twoFactorMethods }) {
      same<typeof twoFactorMethods, string[] | undefined>();
    },
  }),
  passkeyClient(),
];
const client = createAuthClient({ plugins });

export async function two_factor() {
  const { data } = await client.twoFactor.enable({ password: "password" });
  if (data?.method === "totp") {
    same<typeof data.totpURI, string>();
    same<typeof data.backupCodes, string[]>();
  }
  await client.twoFactor.enable();
  await client.twoFactor.sendOtp();
  const verified = await client.twoFactor.verifyTotp({ code: "123456", trustDevice: true });
  same<NonNullable<typeof verified.data>["user"]["twoFactorEnabled"], boolean | null | undefined>();
  // @ts-expect-error a code is needed
  await client.twoFactor.verifyOtp({ trustDevice: true });
}

export async function passkeys() {
  const { data: list, refetch } = client.useListPasskeys();
  same<typeof list, Passkey[] | null>();
  await refetch();
  const added = await client.passkey.addPasskey({ name: "Laptop", useAutoRegister: true });
  same<NonNullable<typeof added.data>["credentialID"], string>();
  const signedIn = await client.signIn.passkey({ autoFill: true }, { timeout: 1000 });
  if (signedIn.data) {
    same<typeof signedIn.data.user.email, string>();
  } else {
    same<typeof signedIn.error.code, string | undefined>();
  }
  await client.passkey.updatePasskey({ id: "p", name: "Phone" });
  const all = await client.passkey.listUserPasskeys();
  same<typeof all.data, Passkey[] | null>();
  // @ts-expect-error whichever it is
  await client.passkey.deletePasskey();
  // @ts-expect-error there are two kinds
  await client.passkey.addPasskey({ authenticatorAttachment: "phone" });
}

export function lists() {
  const inVue = createVueClient({ plugins }).useListPasskeys().value.data;
  const inSvelte = createSvelteClient({ plugins }).useListPasskeys().get().data;
  const inSolid = createSolidClient({ plugins }).useListPasskeys()().data;
  const inPlain = createPlainClient({ plugins }).useListPasskeys.get().data;
  same<typeof inVue, Passkey[] | null>();
  same<typeof inSvelte, Passkey[] | null>();
  same<typeof inSolid, Passkey[] | null>();
  same<typeof inPlain, Passkey[] | null>();
  // @ts-expect-error a signal is not for pages
  return client.use$listPasskeys;
}

export const known: (keyof typeof client.$ERROR_CODES)[] = [
  "INVALID_BACKUP_CODE",
  "PASSKEY_NOT_FOUND",
  "INVALID_EMAIL",
];
