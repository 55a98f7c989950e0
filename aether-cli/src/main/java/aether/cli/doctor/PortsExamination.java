package aether.cli.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The ports of the two pages: free, ours, or another program's. */
final class PortsExamination implements Examination {
  private static final int LIMIT_MILLIS = 1_000;
  private static final int ANSWER = 4_096;

  private final Map<Integer, String> pages;

  /**
   * @param pages the command that serves each port
   */
  PortsExamination(Map<Integer, String> pages) {
    this.pages = Map.copyOf(pages);
  }

  @Override
  public List<Finding> look() {
    return pages.keySet().stream().sorted().map(this::look).toList();
  }

  private Finding look(int port) {
    String subject = "port " + port;
    String command = "`aether " + pages.get(port) + "`";
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LIMIT_MILLIS);
      socket.setSoTimeout(LIMIT_MILLIS);
      return isOurs(socket)
          ? Finding.ok(subject, command + " answers there")
          : Finding.warning(
              subject, "another program has it", "give " + command + " another one with --port");
    } catch (IOException e) {
      return Finding.ok(subject, "free for " + command);
    }
  }

  /** Both pages say of every answer that no other site may frame it, as few other programs do. */
  private static boolean isOurs(Socket socket) {
    try {
      String question = "GET / HTTP/1.0\r\nHost: 127.0.0.1:" + socket.getPort() + "\r\n\r\n";
      socket.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(ANSWER);
      return new String(answer, StandardCharsets.UTF_8).contains("Aether");
    } catch (IOException e) {
      return false;
    }
  }
}
