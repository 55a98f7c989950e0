package aether.mcp;

import aether.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The way to the client: whole lines only, whoever writes, and an account of the calls that are not
 * answered yet. Safe for use by several threads, though one alone may use it as a stream.
 */
final class Outbound extends OutputStream {
  private final OutputStream client;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final Set<JsonNode> open = new HashSet<>();

  Outbound(OutputStream client) {
    this.client = client;
  }

  /** Expects an answer to the call {@code id}. */
  synchronized void expect(JsonNode id) {
    open.add(id);
  }

  /** Sends one line. */
  synchronized void send(String json) throws IOException {
    client.write((json + "\n").getBytes(StandardCharsets.UTF_8));
    client.flush();
  }

  /** Waits until every call is answered, but no longer than {@code limit}. */
  synchronized void drain(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    long left = limit.toMillis();
    while (!open.isEmpty() && left > 0) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
  }

  @Override
  public synchronized void write(int b) throws IOException {
    if (b != '\n') {
      line.write(b);
      return;
    }
    String json = line.toString(StandardCharsets.UTF_8);
    line.reset();
    send(json);
    Json.readObject(json).map(node -> node.path("id")).ifPresent(open::remove);
    notifyAll();
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      write(bytes[i]);
    }
  }
}
