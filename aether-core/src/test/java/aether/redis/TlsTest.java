package aether.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.bus.BusException;
import aether.config.BusAddress;
import aether.config.ConfigException;
import aether.config.Secret;
import aether.testkit.Certificates;
import aether.testkit.OwnRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real redis-server that speaks TLS, with good certificates and with bad ones (S13). */
class TlsTest {
  private static final DateTimeFormatter ASN1 =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  @TempDir private static Path dir;

  private static Certificates ours;
  private static Certificates theirs;

  @BeforeAll
  static void make_certificates() {
    ours = Certificates.make(dir.resolve("ours"), "--client", "b", "127.0.0.1", "localhost");
    theirs = Certificates.make(dir.resolve("theirs"), "--client", "b", "127.0.0.1");
    ours.odd("other-host", "DNS:other.example", day(-1), day(20));
    ours.odd("expired", "IP:127.0.0.1", day(-20), day(-1));
    ours.odd("not-yet", "IP:127.0.0.1", day(2), day(20));
    ours.odd("short", "IP:127.0.0.1", day(-1), day(20));
  }

  private static String day(int from) {
    return ASN1.format(Instant.now().plus(Duration.ofDays(from)));
  }

  @Test
  @DisplayName("S13: of six certificates one is accepted and five are refused, each in its words")
  void s13_one_certificate_is_accepted_and_five_are_refused_in_words_of_their_own() {
    assertThat(answer(ours, "server")).isEqualTo("ok");
    List<String> refusals =
        List.of(
            answer(ours, "other-host"),
            answer(ours, "expired"),
            answer(ours, "not-yet"),
            answer(theirs, "server"),
            answer(
                ours,
                "server",
                "--tls-protocols",
                "TLSv1.1",
                "--tls-ciphers",
                "DEFAULT@SECLEVEL=0"));
    assertThat(refusals).doesNotHaveDuplicates().allSatisfy(TlsTest::isOneLineWithRemedy);
    assertThat(refusals.get(0)).contains("its certificate is for another host");
    assertThat(refusals.get(1)).contains("its certificate has expired");
    assertThat(refusals.get(2)).contains("its certificate is not valid yet");
    assertThat(refusals.get(3)).contains("signed by a CA that is not known here");
    assertThat(refusals.get(4)).contains("it offers no TLS 1.2 or newer");
  }

  @Test
  void a_wrong_password_over_tls_is_told_as_such() {
    try (Server server = server(ours, "server", "--requirepass", "sesame")) {
      assertThat(refusal(server.address(Optional.of("wrong-word"), trusting(ours))))
          .contains("WRONGPASS", "AETHER_REDIS_PASSWORD")
          .doesNotContain("wrong-word");
      assertThat(answer(server.address(Optional.of("sesame"), trusting(ours)))).isEqualTo("ok");
    }
  }

  @Test
  void a_plain_port_spoken_tls_to_is_told_as_such() {
    int port = OwnRedis.freePort();
    try (OwnRedis redis = OwnRedis.start(dir, "--port", "" + port)) {
      assertThat(redis.process().isAlive()).isTrue();
      String told = refusal(at(port, Optional.empty(), Optional.of(trusting(ours))));
      assertThat(told).contains("it does not speak TLS on this port", "--redis-port");
    }
  }

  @Test
  void a_tls_port_spoken_plain_to_is_told_as_such() {
    try (Server server = server(ours, "server")) {
      String told = refusal(at(server.port(), Optional.empty(), Optional.empty()));
      assertThat(told).contains("speaks TLS", "--redis-tls");
      isOneLineWithRemedy(told);
    }
  }

  @Test
  void a_bus_that_demands_a_client_certificate_gets_one() {
    try (Server server = server(ours, "server", "--tls-auth-clients", "yes")) {
      assertThat(answer(server.address(Optional.empty(), with(ours, ours)))).isEqualTo("ok");
      assertThat(refusal(server.address(Optional.empty(), trusting(ours))))
          .contains("--redis-tls-cert");
      assertThat(refusal(server.address(Optional.empty(), with(ours, theirs))))
          .contains("--redis-tls-cert");
    }
  }

  @Test
  void a_file_that_cannot_be_used_is_named() throws IOException {
    Path none = dir.resolve("none.pem");
    Path text = Files.writeString(dir.resolve("text.pem"), "hello");
    assertThatThrownBy(() -> connect(1, tls(none, null, null)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("TLS CA file '" + none + "' does not exist");
    assertThatThrownBy(() -> connect(1, tls(text, null, null)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'" + text + "'");
    assertThatThrownBy(() -> connect(1, tls(null, null, ours.key("client-b"))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("without its certificate");
    assertThatThrownBy(() -> connect(1, tls(null, ours.certificate("client-b"), text)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no unencrypted PKCS#8 key");
    assertThatThrownBy(
            () -> connect(1, tls(null, ours.certificate("expired"), ours.key("expired"))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("has expired");
  }

  @Test
  void a_certificate_is_spoken_of_thirty_days_before_its_end() {
    try (Server server = server(ours, "short");
        RedisObserver bus =
            RedisObserver.connect(server.address(Optional.empty(), with(ours, ours)))) {
      List<Certificate> all = bus.certificates();
      assertThat(all).hasSize(3);
      assertThat(all.stream().flatMap(c -> c.warning(Instant.now()).stream()))
          .singleElement()
          .asString()
          .startsWith("the certificate of the bus at 127.0.0.1:")
          .contains("ends in 19 days");
    }
    Instant end = Instant.parse("2030-01-31T00:00:00Z");
    Certificate one = new Certificate("mine", end);
    assertThat(one.warning(end.minus(Duration.ofDays(30)).minusMillis(1))).isEmpty();
    assertThat(one.warning(end.minus(Duration.ofDays(30)))).isPresent();
  }

  @Test
  void a_second_run_renews_the_server_and_keeps_the_ca_and_the_clients() throws IOException {
    Path again = dir.resolve("again");
    Certificates made = Certificates.make(again, "--client", "b", "127.0.0.1");
    byte[] ca = Files.readAllBytes(made.ca());
    byte[] client = Files.readAllBytes(made.certificate("client-b"));
    byte[] server = Files.readAllBytes(made.certificate("server"));
    Certificates.make(again, "127.0.0.1", "localhost");
    assertThat(made.ca()).hasBinaryContent(ca);
    assertThat(made.certificate("client-b")).hasBinaryContent(client);
    assertThat(Files.readAllBytes(made.certificate("server"))).isNotEqualTo(server);
    for (String key : List.of("ca", "server", "client-b")) {
      assertThat(Files.getPosixFilePermissions(made.key(key)))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
    assertThat(answer(made, made, "server")).isEqualTo("ok");
  }

  @Test
  void half_a_ca_is_refused() throws IOException {
    Path half = dir.resolve("half");
    Certificates made = Certificates.make(half, "localhost");
    Files.delete(made.key("ca"));
    assertThatThrownBy(() -> Certificates.make(half, "localhost"))
        .hasMessageContaining("only one of ca.pem and ca.key");
    assertThatThrownBy(() -> Certificates.make(half, "a/b")).hasMessageContaining("'a/b'");
  }

  private static void isOneLineWithRemedy(String told) {
    assertThat(told).hasLineCount(1).contains("127.0.0.1:").contains("; ");
  }

  private static String answer(Certificates signer, String name, String... options) {
    return answer(ours, signer, name, options);
  }

  private static String answer(
      Certificates trusted, Certificates signer, String name, String... options) {
    try (Server server = server(signer, name, options)) {
      return answer(server.address(Optional.empty(), trusting(trusted)));
    }
  }

  private static String answer(BusAddress address) {
    try (RedisObserver bus = RedisObserver.connect(address)) {
      return bus.server().mode().equals("standalone") ? "ok" : "what is this?";
    } catch (BusException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String refusal(BusAddress address) {
    String told = answer(address);
    assertThat(told).isNotEqualTo("ok");
    return told;
  }

  private static void connect(int port, BusAddress.Tls tls) {
    RedisObserver.connect(at(port, Optional.empty(), Optional.of(tls))).close();
  }

  private static BusAddress.Tls trusting(Certificates signer) {
    return tls(signer.ca(), null, null);
  }

  private static BusAddress.Tls with(Certificates trusted, Certificates own) {
    return tls(trusted.ca(), own.certificate("client-b"), own.key("client-b"));
  }

  private static BusAddress.Tls tls(
      @org.jspecify.annotations.Nullable Path ca,
      @org.jspecify.annotations.Nullable Path certificate,
      @org.jspecify.annotations.Nullable Path key) {
    return new BusAddress.Tls(
        Optional.ofNullable(ca), Optional.ofNullable(certificate), Optional.ofNullable(key));
  }

  private static BusAddress at(int port, Optional<String> password, Optional<BusAddress.Tls> tls) {
    return new BusAddress("127.0.0.1", port, 0, Optional.empty(), password.map(Secret::new), tls);
  }

  private static Server server(Certificates signer, String name, String... options) {
    int port = OwnRedis.freePort();
    List<String> all =
        new ArrayList<>(
            List.of(
                "--port",
                "0",
                "--tls-port",
                "" + port,
                "--tls-cert-file",
                signer.certificate(name).toString(),
                "--tls-key-file",
                signer.key(name).toString(),
                "--tls-ca-cert-file",
                signer.ca().toString()));
    if (!List.of(options).contains("--tls-auth-clients")) {
      all.addAll(List.of("--tls-auth-clients", "no"));
    }
    all.addAll(Arrays.asList(options));
    return new Server(OwnRedis.start(dir, all.toArray(String[]::new)), port);
  }

  private record Server(OwnRedis redis, int port) implements AutoCloseable {
    BusAddress address(Optional<String> password, BusAddress.Tls tls) {
      return at(port, password, Optional.of(tls));
    }

    @Override
    public void close() {
      redis.close();
    }
  }
}
