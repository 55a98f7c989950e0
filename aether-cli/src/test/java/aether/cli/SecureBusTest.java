package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aether.testkit.Certificates;
import aether.testkit.OwnRedis;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bus that speaks TLS, asks for a certificate and a password, and is used by the commands. */
class SecureBusTest {
  private static final DateTimeFormatter ASN1 =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  @TempDir private static Path made;

  private static Certificates certificates;
  private static OwnRedis redis;
  private static String port = "";

  private @TempDir Path home;
  private Desktop desktop;

  @BeforeAll
  static void start_a_bus_whose_certificate_ends_soon() {
    certificates = Certificates.make(made.resolve("certs"), "--client", "b", "127.0.0.1");
    Instant now = Instant.now();
    certificates.odd(
        "soon",
        "IP:127.0.0.1",
        ASN1.format(now.minusSeconds(86_400)),
        ASN1.format(now.plusSeconds(12 * 86_400)));
    port = String.valueOf(OwnRedis.freePort());
    redis =
        OwnRedis.start(
            made,
            "--port",
            "0",
            "--tls-port",
            port,
            "--tls-cert-file",
            certificates.certificate("soon").toString(),
            "--tls-key-file",
            certificates.key("soon").toString(),
            "--tls-ca-cert-file",
            certificates.ca().toString(),
            "--requirepass",
            "sesame");
  }

  @AfterAll
  static void end_the_bus() {
    redis.close();
  }

  @BeforeEach
  void sit_down() {
    desktop =
        new Desktop(home)
            .with("PATH", System.getenv("PATH"))
            .with("AETHER_REDIS_PASSWORD", "sesame");
  }

  @Test
  void it_is_chosen_once_and_used_by_every_command() {
    assertThat(chosen().code()).isZero();
    assertThat(desktop.aether().resolve("config.json"))
        .content()
        .contains(certificates.ca().toString(), "\"namespace\": \"two\"")
        .doesNotContain("sesame");
    assertThat(desktop.aether("who").out())
        .contains("Redis: UP (127.0.0.1:" + port + "/0 (namespace two))");
    assertThat(desktop.with("AETHER_REDIS_TLS", "off").aether("who").code()).isEqualTo(1);
  }

  @Test
  void it_is_used_by_the_environment_alone() {
    desktop
        .with("AETHER_REDIS_URL", "rediss://127.0.0.1:" + port)
        .with("AETHER_REDIS_TLS_CA", certificates.ca().toString())
        .with("AETHER_REDIS_TLS_CERT", certificates.certificate("client-b").toString())
        .with("AETHER_REDIS_TLS_KEY", certificates.key("client-b").toString());
    assertThat(desktop.aether("who").code()).isZero();
  }

  @Test
  void a_certificate_that_ends_soon_is_a_warning_of_the_doctor() {
    assertThat(chosen().code()).isZero();
    assertThat(desktop.aether("doctor").out())
        .contains("! certificate   the certificate of the bus at 127.0.0.1:" + port)
        .contains("ends in 11 days")
        .contains("✓ certificate   the CA in " + certificates.ca())
        .contains("→ renew it before (scripts/make-certs.sh)");
  }

  @Test
  void plain_text_to_another_machine_is_refused_by_flag_and_by_profile() {
    Desktop.Result who = desktop.aether("who", "--redis-host", "192.0.2.1");
    assertThat(who.code()).isEqualTo(2);
    assertThat(who.err()).contains("192.0.2.1:6379/0", "TLS is off", "--insecure").hasLineCount(1);
    assertThat(desktop.aether("bus", "use", "--host", "192.0.2.1").code()).isEqualTo(2);
    assertThat(desktop.with("AETHER_REDIS_HOST", "192.0.2.1").aether("who").code()).isEqualTo(2);
  }

  private Desktop.Result chosen() {
    return desktop.aether(
        "bus",
        "use",
        "--host",
        "127.0.0.1",
        "--port",
        port,
        "--tls",
        "--namespace",
        "two",
        "--tls-ca",
        certificates.ca().toString(),
        "--tls-cert",
        certificates.certificate("client-b").toString(),
        "--tls-key",
        certificates.key("client-b").toString());
  }
}
