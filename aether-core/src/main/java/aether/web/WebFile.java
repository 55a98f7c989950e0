package aether.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The files of the pages: those that all pages share, and the script libraries. */
public final class WebFile {
  private WebFile() {}

  /** A file that all pages share: {@code style.css}, {@code icon.svg}, {@code jump.js}. */
  public static byte[] shared(String name) {
    return read(WebFile.class, "/aether/web/assets/" + name);
  }

  /** A file of the script library that Maven Central carries under this name. */
  public static byte[] library(String name, String file) {
    Properties of = new Properties();
    String about = "/META-INF/maven/org.webjars.npm/" + name + "/pom.properties";
    try (InputStream in = open(WebFile.class, about)) {
      of.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return read(
        WebFile.class,
        "/META-INF/resources/webjars/" + name + "/" + of.getProperty("version") + "/" + file);
  }

  /** A file that stands beside the classes of {@code owner}'s module. */
  public static byte[] read(Class<?> owner, String resource) {
    try (InputStream in = open(owner, resource)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(Class<?> owner, String resource) {
    InputStream in = owner.getResourceAsStream(resource);
    if (in == null) {
      throw new IllegalStateException("this jar lacks " + resource + "; build it again");
    }
    return in;
  }
}
