package aether.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.config.AetherHome;
import aether.config.ConfigException;
import aether.config.Signatures;
import aether.message.ProjectId;
import aether.testkit.HandClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {
  private static final ProjectId BACKEND = new ProjectId("backend");

  @TempDir Path folder;

  private final HandClock clock = new HandClock();

  @Test
  void a_key_is_made_once_and_for_its_user_alone() throws Exception {
    String first = ring().own(BACKEND).published().text();
    assertThat(ring().own(BACKEND).published().text()).isEqualTo(first);
    Path file = folder.resolve("keys/backend");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void two_who_make_it_at_once_have_the_same() {
    List<String> made =
        Stream.generate(this::ring)
            .limit(8)
            .parallel()
            .map(ring -> ring.own(BACKEND).published().text())
            .distinct()
            .toList();
    assertThat(made).hasSize(1);
  }

  @Test
  void its_file_is_what_others_read_as_well() throws Exception {
    ring().own(BACKEND);
    String pem = Files.readString(folder.resolve("keys/backend")).split("-----")[2].strip();
    assertThat(
            KeyFactory.getInstance("Ed25519")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)))
                .getAlgorithm())
        .isEqualTo("EdDSA");
  }

  @Test
  void a_spoilt_file_is_refused_and_left_alone() throws Exception {
    ring().own(BACKEND);
    Path file = folder.resolve("keys/backend");
    String halves =
        Files.readString(file).split("public")[0]
            + "public "
            + SigningKey.generate().publicKey().text()
            + "\n";
    for (String text : List.of("", "no key", halves)) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> ring().own(BACKEND))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining(file.toString());
      assertThat(file).hasContent(text);
    }
  }

  @Test
  void clients_sign_with_the_key_of_the_project_or_the_user() {
    ring().own(BACKEND);
    assertThat(signer("backend-mcp")).isEqualTo(ring().own(BACKEND).published().text());
    assertThat(signer("backend-mcp-2")).isEqualTo(ring().own(BACKEND).published().text());
    String users = ring().own(ProjectId.OPERATOR).published().text();
    assertThat(signer("frontend-mcp")).isEqualTo(users);
    assertThat(signer("consult-1")).isEqualTo(users);
    assertThat(signer("operator")).isEqualTo(users);
    assertThat(ring().keyOfClient(new ProjectId("frontend"))).isEmpty();
    assertThat(ring().ofClient(new ProjectId("consult-1"), Signatures.OFF))
        .isEqualTo(Identity.NONE);
  }

  private String signer(String client) {
    return ring().keyOfClient(new ProjectId(client)).orElseThrow().published().text();
  }

  private KeyRing ring() {
    return new KeyRing(new AetherHome(folder), clock);
  }
}
