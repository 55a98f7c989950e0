package aether;

import aether.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The golden vectors on the class path. */
public final class Vectors {
  private Vectors() {}

  /** The content of {@code /fixtures/<name>.json}. */
  public static JsonNode load(String name) {
    String path = "/fixtures/" + name + ".json";
    try (InputStream in = Vectors.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalArgumentException(path + " is not on the class path");
      }
      return Json.mapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The {@code data} of every record of {@code events.json}, in order. */
  public static List<String> events() {
    return load("events").valueStream().map(row -> row.path("data").stringValue()).toList();
  }
}
