package aether.redis.local;

import aether.config.Secret;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Just enough of the Redis protocol to ask a local server who it is. One thread at a time; each
 * reply is awaited for the time limit given at {@link #open}.
 */
public final class RespConnection implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  private RespConnection(Socket socket, InputStream in) {
    this.socket = socket;
    this.in = in;
  }

  /** As {@link #open(String, int, Optional, Optional, Duration)}, as nobody in particular. */
  public static RespConnection open(
      String host, int port, Optional<Secret> password, Duration limit) throws IOException {
    return open(host, port, Optional.empty(), password, limit);
  }

  /** Connects, and enters as {@code user} with {@code password} when there is one. */
  public static RespConnection open(
      String host, int port, Optional<String> user, Optional<Secret> password, Duration limit)
      throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), (int) limit.toMillis());
      socket.setSoTimeout((int) limit.toMillis());
      socket.setTcpNoDelay(true);
      RespConnection connection =
          new RespConnection(socket, new BufferedInputStream(socket.getInputStream()));
      if (password.isPresent()) {
        List<String> auth = new ArrayList<>(List.of("AUTH"));
        user.ifPresent(auth::add);
        auth.add(password.get().reveal());
        connection.call(auth.toArray(String[]::new));
      }
      return connection;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Sends a command and reads its reply: a {@code String}, a {@code Long}, a {@code List} of such,
   * or null for nil.
   *
   * @throws Refused when the server answers with an error
   */
  public @Nullable Object call(String... command) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(("*" + command.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
    for (String word : command) {
      byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
      out.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.writeBytes(bytes);
      out.writeBytes(new byte[] {'\r', '\n'});
    }
    socket.getOutputStream().write(out.toByteArray());
    return read();
  }

  /** The server answered with an error; the message is its own. */
  public static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private @Nullable Object read() throws IOException {
    String line = line();
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+' -> rest;
      case ':' -> Long.parseLong(rest);
      case '$' -> rest.startsWith("-") ? null : bulk(Integer.parseInt(rest));
      case '*' -> rest.startsWith("-") ? null : list(Integer.parseInt(rest));
      case '-' -> throw new Refused(rest);
      default -> throw new IOException("not a Redis: it answered '" + line + "'");
    };
  }

  private List<@Nullable Object> list(int size) throws IOException {
    List<@Nullable Object> items = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      items.add(read());
    }
    return items;
  }

  private String bulk(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length || in.readNBytes(2).length < 2) {
      throw new EOFException("the server closed the connection within a reply");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.size() > 65_536) {
        throw new EOFException("the server closed the connection or speaks no Redis protocol");
      }
      line.write(c);
    }
    String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
    if (text.isEmpty()) {
      throw new IOException("not a Redis: it answered with an empty line");
    }
    return text;
  }
}
