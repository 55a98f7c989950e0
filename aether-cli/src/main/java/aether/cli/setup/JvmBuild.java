package aether.cli.setup;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The language that a build file of the JVM world names. */
final class JvmBuild {
  private static final String MAVEN = "pom.xml";
  private static final List<String> GRADLE = List.of("build.gradle", "build.gradle.kts");

  private JvmBuild() {}

  static boolean reads(String fileName) {
    return fileName.equals(MAVEN) || GRADLE.contains(fileName);
  }

  /** Maven builds Java unless it says Kotlin; a Gradle file builds what its plugins say. */
  static Set<String> languages(Map<String, String> files) {
    Set<String> found = new LinkedHashSet<>();
    if (files.containsKey(MAVEN)) {
      found.add(files.getOrDefault(MAVEN, "").contains("kotlin-maven-plugin") ? "kotlin" : "java");
    }
    for (String name : GRADLE) {
      String text = files.getOrDefault(name, "");
      if (text.matches("(?s).*(kotlin\\(\"|org\\.jetbrains\\.kotlin|plugin:\\s*['\"]kotlin).*")) {
        found.add("kotlin");
      } else if (text.matches(
          "(?s).*((id|plugin:)[\\s(]*['\"](java|java-library|application)['\"]|`java(-library)?`).*")) {
        found.add("java");
      }
    }
    return found;
  }
}
