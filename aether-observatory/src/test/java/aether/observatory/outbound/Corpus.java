package aether.observatory.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Made-up secrets, put together here and nowhere written whole, and ordinary replies. */
final class Corpus {
  /** A secret and what kind its shape is; {@code assigned} has none of its own. */
  record Secret(String kind, String value) {}

  /** The ways to write one, by name. */
  static final Map<String, UnaryOperator<String>> ENCODINGS =
      new TreeMap<>(
          Map.of(
              "plain", text -> text,
              "base64", text -> Base64.getEncoder().encodeToString(bytes(text)),
              "hex", text -> HexFormat.of().formatHex(bytes(text)),
              "reversed", text -> new StringBuilder(text).reverse().toString(),
              "URL-encoded", Corpus::percent));

  private Corpus() {}

  static List<Secret> secrets() {
    return lines("/outbound/secrets.tsv").stream()
        .map(line -> line.split("\t"))
        .map(pieces ->
            new Secret(
                pieces[0],
                Arrays.stream(pieces).skip(1).collect(Collectors.joining()).replace("\\n", "\n")))
        .toList();
  }

  static List<String> replies() {
    return lines("/outbound/replies.txt").stream().map(line -> line.replace("\\n", "\n")).toList();
  }

  private static List<String> lines(String resource) {
    try (InputStream in = Corpus.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("# "))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String percent(String text) {
    StringBuilder escaped = new StringBuilder();
    for (byte b : bytes(text)) {
      escaped.append("%%%02X".formatted(b));
    }
    return escaped.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
