package aether.mcp;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema.Prompt;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the server offers, as its client is told: names, schemas, words ({@code catalogue.json}).
 */
record Catalogue(List<Tool> tools, List<Prompt> prompts) {
  private static final String RESOURCE = "catalogue.json";

  /** The catalogue of this version. */
  static Catalogue load() {
    try (InputStream in = Catalogue.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from this build; build it again");
      }
      String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return McpJsonDefaults.getMapper().readValue(json, Catalogue.class);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
  }
}
