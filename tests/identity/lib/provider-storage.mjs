// @ts-check
// What `oidc-provider` keeps: in memory, and outlasting the instance, so that one with new keys
// still knows the sessions, codes and tokens of the one before.

/** @typedef {import("oidc-provider").AdapterPayload} Payload */

export class ProviderStorage {
  /** @type {Map<string, Payload>} by model and id */
  #rows = new Map();

  /** Lets a client in. @param {import("oidc-provider").ClientMetadata} metadata */
  addClient(metadata) {
    this.#rows.set(key("Client", metadata.client_id), /** @type {Payload} */ (metadata));
  }

  /**
   * The factory that the provider asks for each of its models.
   *
   * @returns {(model: string) => import("oidc-provider").Adapter}
   */
  get adapter() {
    const rows = this.#rows;
    return (model) => ({
      async upsert(id, payload) {
        rows.set(key(model, id), payload);
      },
      async find(id) {
        return rows.get(key(model, id));
      },
      async findByUid(uid) {
        return found(rows, model, (payload) => payload.uid === uid);
      },
      async findByUserCode(userCode) {
        return found(rows, model, (payload) => payload.userCode === userCode);
      },
      async consume(id) {
        const payload = rows.get(key(model, id));
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
      },
      async destroy(id) {
        rows.delete(key(model, id));
      },
      async revokeByGrantId(grantId) {
        for (const [name, payload] of rows) if (payload.grantId === grantId) rows.delete(name);
      },
    });
  }
}

/**
 * @param {Map<string, Payload>} rows
 * @param {string} model
 * @param {(payload: Payload) => boolean} matches
 */
function found(rows, model, matches) {
  for (const [name, payload] of rows) {
    if (name.startsWith(key(model, "")) && matches(payload)) return payload;
  }
  return undefined;
}

/**
 * @param {string} model
 * @param {string} id
 */
function key(model, id) {
  return `${model}:${id}`;
}
