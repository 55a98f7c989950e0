package aether.stargazer;

import aether.wire.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** A client of server-sent events on a bare socket, which reads only when it is asked to. */
final class SseClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private final Deque<String> lines = new ArrayDeque<>();

  /** An event; {@code id} is empty text when it has none. */
  record Sent(String id, String type, String data) {}

  private SseClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
  }

  static SseClient open(URI site, String path, Map<String, String> headers) throws IOException {
    return open(new Socket(), site, path, headers);
  }

  /** One whose system takes in little before it is read. */
  static SseClient narrow(URI site, String path) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(1 << 14);
    return open(socket, site, path, Map.of());
  }

  private static SseClient open(Socket socket, URI site, String path, Map<String, String> headers)
      throws IOException {
    socket.connect(new InetSocketAddress(site.getHost(), site.getPort()), 5000);
    socket.setSoTimeout(20_000);
    StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\n");
    request.append("Host: ").append(site.getAuthority()).append("\r\n");
    headers.forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
    socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.UTF_8));
    SseClient client = new SseClient(socket);
    client.skipHead();
    return client;
  }

  /** The next event, whatever comments come before it. */
  Sent next() throws IOException {
    String id = "";
    String type = "";
    String data = "";
    while (true) {
      String line = line();
      if (line.isEmpty() && !data.isEmpty()) {
        return new Sent(id, type, data);
      }
      id = line.startsWith("id: ") ? line.substring(4) : id;
      type = line.startsWith("event: ") ? line.substring(7) : type;
      data = line.startsWith("data: ") ? line.substring(6) : data;
    }
  }

  /** The next comment. */
  String comment() throws IOException {
    String line = line();
    while (!line.startsWith(":")) {
      line = line();
    }
    return line;
  }

  /** What the next {@code count} messages say. */
  List<String> texts(int count) throws IOException {
    List<String> texts = new ArrayList<>();
    while (texts.size() < count) {
      texts.add(
          Json.read(next().data())
              .orElseThrow()
              .path("envelope")
              .path("body")
              .path("text")
              .asString("?"));
    }
    return texts;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void skipHead() throws IOException {
    String status = raw();
    if (!status.contains(" 200 ")) {
      throw new IOException(status);
    }
    String line = status;
    while (!line.isEmpty()) {
      line = raw();
    }
  }

  /** The next line of the body, out of its chunks. */
  private String line() throws IOException {
    while (lines.isEmpty() || lines.size() == 1 && !complete) {
      chunk();
    }
    return lines.poll();
  }

  private boolean complete = true;

  private void chunk() throws IOException {
    // The line break that ends a chunk may come with the next one.
    String head = raw();
    int size = Integer.parseInt(head.isEmpty() ? raw() : head, 16);
    if (size == 0) {
      throw new IOException("the server ended the stream");
    }
    String text = new String(in.readNBytes(size), StandardCharsets.UTF_8);
    String all = (complete ? "" : lines.pollLast()) + text;
    complete = all.endsWith("\n");
    lines.addAll(List.of(all.split("\n", -1)));
    if (complete) {
      lines.pollLast();
    }
  }

  private String raw() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    while (next != '\n') {
      if (next < 0) {
        throw new IOException("the server closed the connection");
      }
      line.write(next);
      next = in.read();
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }
}
