package aether.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BusProfileTest {
  @TempDir Path directory;

  @Test
  void a_profile_is_written_as_the_first_aether_writes_it() throws IOException {
    Path file = directory.resolve("config.json");
    BusProfile.of(
            new BusAddress(
                "127.0.0.1",
                7380,
                11,
                Optional.empty(),
                Optional.of(new Secret("hush")),
                Optional.empty()))
        .write(file);
    assertThat(file)
        .hasContent(
            "{\n  \"name\": \"default\",\n  \"host\": \"127.0.0.1\",\n  \"port\": 7380,\n"
                + "  \"db\": 11\n}");
  }

  @Test
  void a_written_profile_is_closed_to_others() throws IOException {
    Path file = directory.resolve("home/config.json");
    BusProfile.EMPTY.write(file);
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(mode(directory.resolve("home"))).isEqualTo("rwx------");
    try (var files = Files.list(directory.resolve("home"))) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void an_open_profile_is_closed_when_it_is_replaced() throws IOException {
    Path file = Files.writeString(directory.resolve("config.json"), "{}");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    BusProfile.EMPTY.write(file);
    assertThat(mode(file)).isEqualTo("rw-------");
  }

  @Test
  void a_ca_is_written_with_its_absolute_path() throws IOException {
    Path file = directory.resolve("config.json");
    tls(Path.of("certs/../ca.pem")).write(file);
    Path absolute = Path.of("ca.pem").toAbsolutePath();
    assertThat(file).content().contains("\"ssl_ca_certs\": \"" + absolute + "\"");
    assertThat(BusProfile.read(file)).contains(tls(absolute));
  }

  @Test
  void a_profile_behind_a_link_is_replaced_where_it_stands() throws IOException {
    Path real = Files.writeString(directory.resolve("real.json"), "{}");
    Path link = Files.createSymbolicLink(directory.resolve("config.json"), real);
    BusProfile.EMPTY.write(link);
    assertThat(link).isSymbolicLink();
    assertThat(real).content().contains("default");
  }

  @Test
  void a_profile_that_cannot_be_written_is_one_line() throws IOException {
    Path blocked = Files.writeString(directory.resolve("file"), "");
    assertThatThrownBy(() -> BusProfile.EMPTY.write(blocked.resolve("config.json")))
        .isInstanceOf(ConfigException.class)
        .message()
        .startsWith("cannot write " + blocked.resolve("config.json"))
        .hasLineCount(1);
  }

  @Test
  void a_missing_profile_is_no_profile() {
    assertThat(BusProfile.read(directory.resolve("config.json"))).isEmpty();
  }

  @Test
  void a_password_in_the_file_is_not_read() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("config.json"), "{\"host\": \"h\", \"password\": \"hush\"}");
    assertThat(BusProfile.read(file).orElseThrow().toString()).contains("h").doesNotContain("hush");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{\"host\": \"h\"} x", "\"text\""})
  void what_is_no_json_object_is_refused_with_the_name_of_the_file(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("config.json"), text);
    assertThatThrownBy(() -> BusProfile.read(file))
        .isInstanceOf(ConfigException.class)
        .message()
        .startsWith(file.toString())
        .contains("aether bus use")
        .hasLineCount(1);
  }

  @Test
  void a_profile_cut_short_is_told_in_words_and_with_a_remedy_that_helps() {
    assertThatThrownBy(() -> new ProfileFormat(Path.of("/h/config.json")).parse("{"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "/h/config.json is not a JSON object (Unexpected end-of-input: expected close marker for"
                + " Object); correct it, or remove it and choose a bus anew with `aether bus use`");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"port\": 70000} | 'port' in ",
        "{\"port\": \"x\"} | 'port' in ",
        "{\"port\": 1.5} | 'port' in ",
        "{\"db\": -1} | 'db' in ",
        "{\"db\": true} | 'db' in ",
        "{\"host\": \"\"} | 'host' in ",
        "{\"host\": [1]} | 'host' in ",
        "{\"ssl\": \"enabled\"} | 'ssl' in ",
        "{\"ssl\": {}} | 'ssl' in "
      })
  void a_wrong_field_is_named(String text, String named) {
    assertThatThrownBy(() -> new ProfileFormat(Path.of("/h/config.json")).parse(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(named.strip() + " /h/config.json is '");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "false | false",
        "\"false\" | false",
        "\"off\" | false",
        "true | true",
        "\"true\" | true"
      })
  void d51_tls_written_as_text_means_what_it_says(String ssl, boolean on) {
    BusProfile profile = new ProfileFormat(Path.of("c.json")).parse("{\"ssl\": " + ssl + "}");
    assertThat(profile.tls().on()).contains(on);
  }

  @Test
  void null_fields_say_nothing() {
    String text = "{\"name\": null, \"port\": null, \"ssl\": null, \"host\": null}";
    assertThat(new ProfileFormat(Path.of("c.json")).parse(text)).isEqualTo(BusProfile.EMPTY);
  }

  private static BusProfile tls(Path ca) {
    return new BusProfile(
        "default",
        Optional.of("h"),
        Optional.of(1),
        Optional.of(0),
        Optional.of("ü"),
        new TlsChoice(Optional.of(true), Optional.of(ca), Optional.empty(), Optional.empty()));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
