package aether.operator;

import tools.jackson.databind.JsonNode;

/** An answer that is no problem of the request: its HTTP status and JSON. */
record Reply(int status, JsonNode body) {
  static Reply ok(JsonNode body) {
    return new Reply(200, body);
  }
}
