// @ts-check
// The database of a server, read and written behind its back.

import Sqlite from "better-sqlite3";

export class Rows {
  /** @param {string} databaseFile */
  constructor(databaseFile) {
    this.databaseFile = databaseFile;
  }

  /** @param {string} email @returns {any} */
  user(email) {
    return this.all(`select * from "user" where "email" = ?`, email)[0];
  }

  /** Of that user, oldest first. @param {string} email @returns {any[]} */
  accounts(email) {
    return this.all(
      `select a.* from "account" a join "user" u on u."id" = a."userId" where u."email" = ?
       order by a."createdAt"`,
      email,
    );
  }

  /** @param {string} email @returns {any[]} */
  sessions(email) {
    return this.all(
      `select s.* from "session" s join "user" u on u."id" = s."userId" where u."email" = ?`,
      email,
    );
  }

  /** The stored state of a sign-in on its way. @param {string} state @returns {any} */
  state(state) {
    return this.all(
      `select * from "verification" where "identifier" = ?`,
      `auth-state:${state}`,
    )[0];
  }

  /** As the link in a mail would. @param {string} email */
  verifyEmail(email) {
    this.run(`update "user" set "emailVerified" = 1 where "email" = ?`, email);
  }

  /**
   * @param {string} sql
   * @param {...unknown} values
   * @returns {any[]}
   */
  all(sql, ...values) {
    return this.#open((database) => database.prepare(sql).all(...values));
  }

  /**
   * @param {string} sql
   * @param {...unknown} values
   */
  run(sql, ...values) {
    const { changes } = this.#open((database) => database.prepare(sql).run(...values));
    if (changes === 0) throw new Error(`nothing changed: ${sql}`);
  }

  /**
   * @template T
   * @param {(database: import("better-sqlite3").Database) => T} use
   */
  #open(use) {
    const database = new Sqlite(this.databaseFile);
    try {
      return use(database);
    } finally {
      database.close();
    }
  }
}
