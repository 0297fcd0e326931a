import assert from "node:assert/strict";
import { test } from "node:test";
import { baseURL, BetterAuthError, type BaseURLOptions } from "../core/base-url.js";
import { inPage, withEnvironment } from "./page.js";

interface Case {
  name: string;
  options?: BaseURLOptions;
  environment?: Record<string, string>;
  page?: string | undefined;
  loadEnv?: boolean;
  expected: string;
}

const cases: Case[] = [
  {
    name: "an address without a path gets the default one",
    options: { baseURL: "http://localhost:3000" },
    expected: "http://localhost:3000/api/auth",
  },
  {
    name: "slashes at the end of an address without a path go away",
    options: { baseURL: "http://localhost:3000//" },
    expected: "http://localhost:3000/api/auth",
  },
  {
    name: "an address with a path is taken as it is, and so is its last slash",
    options: { baseURL: "https://a.example/auth/", basePath: "/ignored" },
    expected: "https://a.example/auth/",
  },
  {
    name: "a path without its first slash gets one",
    options: { baseURL: "https://a.example", basePath: "login" },
    expected: "https://a.example/login",
  },
  {
    name: "a path that is the root adds nothing",
    options: { baseURL: "https://a.example/", basePath: "/" },
    expected: "https://a.example",
  },
  {
    name: "an empty path adds nothing",
    options: { baseURL: "https://a.example", basePath: "" },
    expected: "https://a.example",
  },
  {
    name: "an empty address counts as none",
    options: { baseURL: "" },
    page: "https://page.example",
    expected: "https://page.example/api/auth",
  },
  {
    name: "the environment comes before the page",
    environment: { BETTER_AUTH_URL: "https://env.example" },
    page: "https://page.example",
    expected: "https://env.example/api/auth",
  },
  {
    name: "the first variable of the environment wins",
    environment: {
      NUXT_PUBLIC_AUTH_URL: "https://fifth.example",
      NEXT_PUBLIC_BETTER_AUTH_URL: "https://second.example",
      BASE_URL: "https://sixth.example",
    },
    expected: "https://second.example/api/auth",
  },
  {
    name: "a base URL of only a slash, as Vite sets it, does not count",
    environment: { BASE_URL: "/" },
    page: "https://page.example",
    expected: "https://page.example/api/auth",
  },
  {
    name: "the environment is not read where the framework says so",
    environment: { BETTER_AUTH_URL: "https://env.example" },
    loadEnv: false,
    expected: "/api/auth",
  },
  {
    name: "NEXT_PUBLIC_AUTH_URL is taken as it is",
    environment: { NEXT_PUBLIC_AUTH_URL: "https://next.example" },
    expected: "https://next.example",
  },
  {
    name: "NEXTAUTH_URL is taken as it is",
    environment: { NEXTAUTH_URL: "https://next.example/x", VERCEL_URL: "v.example" },
    expected: "https://next.example/x",
  },
  {
    name: "VERCEL_URL is a host",
    environment: { VERCEL_URL: "v.example" },
    options: { basePath: "/x" },
    expected: "https://v.example/x",
  },
  {
    name: "a malformed VERCEL_URL is ignored",
    environment: { VERCEL_URL: "http://" },
    expected: "/api/auth",
  },
  {
    name: "with nothing to go by requests are relative",
    options: { basePath: "/ignored" },
    expected: "/api/auth",
  },
  {
    name: "the address among the fetch options wins and gets no path",
    options: { baseURL: "https://a.example", fetchOptions: { baseURL: "https://b.example" } },
    expected: "https://b.example",
  },
];

for (const { name, options = {}, environment = {}, page, loadEnv = true, expected } of cases) {
  test(name, () =>
    withEnvironment(environment, async () => {
      const check = () => assert.equal(baseURL(options, loadEnv), expected);
      await (page ? inPage(check, page) : check());
    }),
  );
}

test("an address that can't be parsed is refused with Better Auth's words", () => {
  assert.throws(() => baseURL({ baseURL: "/api" }, true), {
    name: "BetterAuthError",
    message: "Invalid base URL: /api. Please provide a valid base URL.",
  });
});

test("an address without http is refused with Better Auth's words", () => {
  assert.throws(
    () => baseURL({ baseURL: "localhost:3000" }, true),
    (error) => {
      assert.ok(error instanceof BetterAuthError);
      assert.equal(
        error.message,
        "Invalid base URL: localhost:3000. URL must include 'http://' or 'https://'",
      );
      return true;
    },
  );
});

test("a page without an origin is refused", () =>
  withEnvironment({}, () =>
    inPage(() => assert.throws(() => baseURL({}, true), BetterAuthError), "null"),
  ));
