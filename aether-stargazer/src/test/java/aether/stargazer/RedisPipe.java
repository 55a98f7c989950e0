package aether.stargazer;

import aether.config.BusAddress;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Writes many records into the mirror without waiting for each answer. */
final class RedisPipe implements AutoCloseable {
  private final Socket socket;
  private final OutputStream out;
  private final Thread answers;

  RedisPipe(BusAddress bus) throws IOException {
    socket = new Socket(bus.host(), bus.port());
    out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
    InputStream in = socket.getInputStream();
    answers =
        Thread.ofVirtual()
            .start(() -> {
              try {
                in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  void add(String data) {
    byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
    try {
      out.write(
          ("*5\r\n$4\r\nXADD\r\n$13\r\naether:events\r\n$1\r\n*\r\n$4\r\ndata\r\n$"
                  + bytes.length
                  + "\r\n")
              .getBytes(StandardCharsets.UTF_8));
      out.write(bytes);
      out.write("\r\n".getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    out.flush();
    socket.shutdownOutput();
    try {
      answers.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    socket.close();
  }
}
