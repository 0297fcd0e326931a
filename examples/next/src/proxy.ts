import { NextResponse, type NextRequest } from "next/server";
import { getSessionCookie } from "signet-auth/cookies";

/** Sends guests away early. It only looks whether there is a cookie: the page itself checks it. */
export function proxy(request: NextRequest): NextResponse {
  return getSessionCookie(request)
    ? NextResponse.next()
    : NextResponse.redirect(new URL("/", request.url));
}

export const config = { matcher: "/dashboard" };
