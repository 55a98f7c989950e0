package aether.mcp;

import aether.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The way to the client: whole lines only, whoever writes, and word to the account of calls when an
 * answer is out. Safe for use by several threads, though one alone may use it as a stream.
 */
final class Outbound extends OutputStream {
  private final OutputStream client;
  private final Calls calls;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  Outbound(OutputStream client, Calls calls) {
    this.client = client;
    this.calls = calls;
  }

  /** Sends one line. */
  synchronized void send(String json) throws IOException {
    client.write((json + "\n").getBytes(StandardCharsets.UTF_8));
    client.flush();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] != '\n') {
        line.write(bytes[i]);
        continue;
      }
      String json = line.toString(StandardCharsets.UTF_8);
      line.reset();
      Optional<String> id = answered(json);
      if (id.isPresent()) {
        calls.answer(id.get(), () -> send(json));
      } else {
        send(json);
      }
    }
  }

  /** The id of the call that {@code json} answers. */
  private static Optional<String> answered(String json) {
    return Json.readObject(json)
        .filter(node -> node.has("result") || node.has("error"))
        .map(node -> node.path("id"))
        .filter(id -> !id.isMissingNode())
        .map((JsonNode id) -> Json.write(id));
  }
}
