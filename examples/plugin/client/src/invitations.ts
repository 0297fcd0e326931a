import type { AuthClientPlugin, Call, ServerPlugin, User } from "signet-auth";

/** An invitation that the user has made. */
export interface Invitation {
  code: string;
  /** The address of who has signed up with it. */
  usedBy?: string;
}

export interface SignUpByInvitation {
  name: string;
  email: string;
  password: string;
  /** Works once. */
  invitationCode: string;
}

/** What the server's half of the plugin adds to the client. */
interface Routes {
  invitations: {
    create: Call<object | undefined, { code: string }>;
    list: Call<object | undefined, { invitations: Invitation[] }>;
  };
  signUp: {
    email: Call<SignUpByInvitation, { token: string | null; user: User }>;
  };
}

/** Users come by invitation: the client's half. */
export function invitationsClient() {
  return {
    id: "invitations",
    $InferServerPlugin: {} as ServerPlugin<Routes>,
    $ERROR_CODES: {
      INVITATION_NEEDED: { code: "INVITATION_NEEDED", message: "An invitation is needed" },
      TOO_MANY_INVITATIONS: {
        code: "TOO_MANY_INVITATIONS",
        message: "You have no invitations left",
      },
    },
    // A call without arguments is a GET unless it is said here.
    pathMethods: { "/invitations/create": "POST" },
  } as const satisfies AuthClientPlugin;
}
