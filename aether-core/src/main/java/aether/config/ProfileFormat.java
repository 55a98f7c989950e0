package aether.config;

import aether.wire.Json;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A profile as text: the field names of the first Aether, so that both share one file.
 *
 * @param file where the text stands, for errors
 */
record ProfileFormat(Path file) {
  private static final String NAME = "name";
  private static final String HOST = "host";
  private static final String PORT = "port";
  private static final String DB = "db";
  private static final String USERNAME = "username";
  private static final String TLS = "ssl";
  private static final String CA = "ssl_ca_certs";
  private static final String CERTIFICATE = "ssl_certfile";
  private static final String KEY = "ssl_keyfile";
  private static final String URL = "url";
  private static final String NAMESPACE = "namespace";
  private static final String INSECURE = "insecure";
  private static final String REMEDY =
      "correct it, or remove it and choose a bus anew with `aether bus use`";

  BusProfile parse(String text) {
    ObjectNode fields =
        Json.readObject(text)
            .orElseThrow(() ->
                new ConfigException(
                    file
                        + " is not a JSON object"
                        + Json.problem(text).map(why -> " (" + why + ")").orElse("")
                        + "; "
                        + REMEDY));
    return new BusProfile(
        read(fields, NAME, Setting::value).orElse(BusProfile.DEFAULT_NAME),
        read(fields, HOST, Setting::host),
        read(fields, PORT, Setting::port),
        read(fields, DB, Setting::db),
        read(fields, USERNAME, Setting::value),
        new TlsChoice(
            read(fields, TLS, Setting::onOff),
            read(fields, CA, Setting::path),
            read(fields, CERTIFICATE, Setting::path),
            read(fields, KEY, Setting::path)),
        new BusRoute.Choice(
            read(fields, URL, Setting::url),
            read(fields, NAMESPACE, Setting::namespace),
            read(fields, INSECURE, Setting::onOff)));
  }

  private <T> Optional<T> read(ObjectNode fields, String name, Function<Setting, T> meaning) {
    JsonNode node = fields.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (node.isContainer()) {
      throw new ConfigException(
          "'" + name + "' in " + file + " is '" + Json.write(node) + "', not one value; " + REMEDY);
    }
    String value = node.isString() ? node.stringValue() : Json.write(node);
    return Optional.of(meaning.apply(new Setting("'" + name + "' in " + file, value, REMEDY)));
  }

  static String print(BusProfile profile) {
    ObjectNode fields = Json.object().put(NAME, profile.name());
    profile.host().ifPresent(host -> fields.put(HOST, host));
    profile.port().ifPresent(port -> fields.put(PORT, port));
    profile.db().ifPresent(db -> fields.put(DB, db));
    profile.username().ifPresent(username -> fields.put(USERNAME, username));
    profile.tls().on().ifPresent(on -> fields.put(TLS, on));
    absolute(profile.tls().ca()).ifPresent(path -> fields.put(CA, path));
    absolute(profile.tls().certificate()).ifPresent(path -> fields.put(CERTIFICATE, path));
    absolute(profile.tls().key()).ifPresent(path -> fields.put(KEY, path));
    profile.route().url().ifPresent(url -> fields.put(URL, url.toString()));
    profile.route().namespace().ifPresent(name -> fields.put(NAMESPACE, name.name()));
    profile.route().insecure().ifPresent(insecure -> fields.put(INSECURE, insecure));
    return Json.mapper().writer().with(pretty()).writeValueAsString(fields);
  }

  private static Optional<String> absolute(Optional<Path> path) {
    return path.filter(named -> !named.toString().isEmpty())
        .map(named -> named.toAbsolutePath().normalize().toString());
  }

  private static DefaultPrettyPrinter pretty() {
    return new DefaultPrettyPrinter(
            Separators.createDefaultInstance().withObjectNameValueSpacing(Separators.Spacing.AFTER))
        .withObjectIndenter(new DefaultIndenter("  ", "\n"));
  }
}
