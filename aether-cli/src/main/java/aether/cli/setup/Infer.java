package aether.cli.setup;

import aether.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a project's own files say about it. It only repeats what stands there: no file, no words.
 */
public final class Infer {
  private static final List<String> FIRST = List.of("CLAUDE.md", "README.md");
  private static final String PACKAGE = "package.json";

  /** Files whose presence names a language. */
  private static final Map<String, String> LANGUAGES = new LinkedHashMap<>();

  /** npm packages that name a capability. */
  private static final Map<String, String> FRAMEWORKS = new LinkedHashMap<>();

  static {
    LANGUAGES.put("pyproject.toml", "python");
    LANGUAGES.put("setup.py", "python");
    LANGUAGES.put("requirements.txt", "python");
    LANGUAGES.put("go.mod", "go");
    LANGUAGES.put("Cargo.toml", "rust");
    LANGUAGES.put("Package.swift", "swift");
    FRAMEWORKS.put("react", "react");
    FRAMEWORKS.put("vue", "vue");
    FRAMEWORKS.put("svelte", "svelte");
    FRAMEWORKS.put("@angular/core", "angular");
    FRAMEWORKS.put("next", "next");
    FRAMEWORKS.put("express", "express");
  }

  private Infer() {}

  /** What was found; an empty text or list where nothing was. */
  public record Metadata(String description, List<String> capabilities) {
    public Metadata {
      capabilities = List.copyOf(capabilities);
    }
  }

  /** Whether {@link #metadata} looks at a file of this name in the project's directory. */
  public static boolean reads(String fileName) {
    return FIRST.contains(fileName)
        || isReadme(fileName)
        || LANGUAGES.containsKey(fileName)
        || fileName.equals(PACKAGE)
        || JvmBuild.reads(fileName);
  }

  /**
   * The description and capabilities of the project with these files. Never throws, whatever they
   * hold.
   *
   * @param files file name → content; names that are not {@linkplain #reads read} do not matter
   */
  public static Metadata metadata(Map<String, String> files) {
    return new Metadata(description(files), List.copyOf(capabilities(files)));
  }

  private static String description(Map<String, String> files) {
    return Stream.concat(FIRST.stream(), files.keySet().stream().filter(Infer::isReadme).sorted())
        .filter(files::containsKey)
        .map(name -> Markdown.firstParagraph(files.getOrDefault(name, "")))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static boolean isReadme(String name) {
    return name.matches("README\\.[A-Za-z_-]+\\.md");
  }

  private static Set<String> capabilities(Map<String, String> files) {
    Set<String> found = new LinkedHashSet<>();
    LANGUAGES.forEach((file, language) -> {
      if (files.containsKey(file)) {
        found.add(language);
      }
    });
    found.addAll(JvmBuild.languages(files));
    if (files.containsKey(PACKAGE)) {
      found.addAll(ofPackage(files.getOrDefault(PACKAGE, ""), found.isEmpty()));
    }
    return found;
  }

  /** A bare package.json beside another language is mostly tooling, and says nothing. */
  private static List<String> ofPackage(String text, boolean alone) {
    Set<String> dependencies = dependencies(text);
    List<String> frameworks = new ArrayList<>();
    FRAMEWORKS.forEach((dependency, name) -> {
      if (dependencies.contains(dependency)) {
        frameworks.add(name);
      }
    });
    boolean typed = dependencies.contains("typescript");
    if (typed || alone || !frameworks.isEmpty()) {
      frameworks.addFirst(typed ? "typescript" : "javascript");
    }
    return frameworks;
  }

  private static Set<String> dependencies(String text) {
    Set<String> names = new LinkedHashSet<>();
    ObjectNode manifest = Json.readObject(text).orElseGet(Json::object);
    for (String group : List.of("dependencies", "devDependencies", "peerDependencies")) {
      JsonNode listed = manifest.path(group);
      if (listed instanceof ObjectNode object) {
        names.addAll(object.propertyNames());
      }
    }
    return names;
  }
}
