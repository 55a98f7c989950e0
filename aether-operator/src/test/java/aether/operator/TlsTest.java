package aether.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.config.Account;
import aether.config.ConfigException;
import aether.config.Secret;
import aether.message.IdSource;
import aether.redis.write.RedisBus;
import aether.testkit.Certificates;
import aether.testkit.RedisServer;
import aether.testkit.Terminal;
import aether.web.AccessToken;
import aether.web.Listening;
import aether.web.ServerCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The panel beyond this machine: by HTTPS, with a certificate of a CA that was made for it. */
class TlsTest {
  @RegisterExtension static final RedisServer redis = RedisServer.start();

  private static final String TOKEN = "0123456789abcdef";

  @TempDir private static Path dir;
  private static Certificates made;

  private RedisBus bus;
  private OperatorPanel panel;
  private HttpClient client;
  private int port;

  @BeforeAll
  static void make_certificates() {
    made = Certificates.make(dir.resolve("certs"), "--client", "other", "localhost", "127.0.0.1");
  }

  @BeforeEach
  void serve() throws Exception {
    // HttpClient lets a test say for whom it asks.
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    bus = RedisBus.connect(redis.as(new Account.Operator()));
    panel =
        OperatorPanel.start(
            bus.desk("operator", InstantSource.system(), IdSource.random()),
            Sight.of(bus.observer()),
            new AccessToken(new Secret(TOKEN)),
            Host.UNKNOWN,
            new Listening(
                "0.0.0.0",
                port,
                Set.of("panel.example:" + port),
                Optional.of(read("server", "server"))));
    client = HttpClient.newBuilder().sslContext(trusting(made.ca())).build();
  }

  @AfterEach
  void close() {
    client.close();
    panel.close();
    bus.close();
  }

  @Test
  void whoever_shows_the_token_is_obeyed_by_https() throws Exception {
    assertThat(panel.address()).isEqualTo(URI.create("https://127.0.0.1:" + port + "/"));
    HttpResponse<String> paused =
        client.send(
            request("/pause", "panel.example:" + port)
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .header("Origin", "https://panel.example:" + port)
                .POST(HttpRequest.BodyPublishers.ofString("{\"conversation_id\": \"c\"}"))
                .build(),
            BodyHandlers.ofString());
    assertThat(paused.statusCode()).as(paused.body()).isEqualTo(200);
    assertThat(paused.headers().firstValue("Strict-Transport-Security"))
        .hasValue("max-age=31536000");
  }

  @Test
  void a_name_that_others_share_is_not_bound_to_https() throws Exception {
    HttpResponse<String> page = get("localhost:" + port, "");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Strict-Transport-Security")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "evil.example, ''",
    "panel.example, http://panel.example",
    "panel.example, https://evil.example"
  })
  void other_names_and_other_pages_get_no_answer(String host, String origin) throws Exception {
    String from = origin.isEmpty() ? "" : origin + ":" + port;
    assertThat(get(host + ":" + port, from).statusCode()).isEqualTo(403);
  }

  @Test
  void nobody_is_answered_in_the_clear() {
    HttpRequest plain =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health")).build();
    assertThatThrownBy(() -> client.send(plain, BodyHandlers.ofString()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void without_a_certificate_it_stays_on_this_machine_and_says_how_to_leave(@TempDir Path home) {
    Terminal terminal = new Terminal(home, Map.of("AETHER_OPERATOR_TOKEN", TOKEN));
    assertThat(run(terminal, "--host", "0.0.0.0")).isEqualTo(2);
    assertThat(terminal.err()).contains("0.0.0.0", "--tls-cert", "127.0.0.1").hasLineCount(1);
  }

  @Test
  void a_certificate_without_its_key_is_refused(@TempDir Path home) {
    Terminal terminal = new Terminal(home, Map.of("AETHER_OPERATOR_TOKEN", TOKEN));
    assertThat(run(terminal, "--tls-cert", made.certificate("server").toString())).isEqualTo(2);
    assertThat(terminal.err()).contains("--tls-key").hasLineCount(1);
  }

  @Test
  void files_that_cannot_be_used_are_named() throws IOException {
    assertThatThrownBy(() -> read("server", "client-other"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("client-other.key")
        .hasMessageContaining("another certificate");
    assertThatThrownBy(() -> read("server", "nobody")).hasMessageContaining("cannot be read");
    assertThatThrownBy(() -> read("nobody", "server")).hasMessageContaining("cannot be read");
    Files.writeString(dir.resolve("certs/empty.pem"), "");
    Files.writeString(dir.resolve("certs/empty.key"), "");
    assertThatThrownBy(() -> read("empty", "server")).hasMessageContaining("empty.pem");
    assertThatThrownBy(() -> read("server", "empty")).hasMessageContaining("PKCS#8");
    assertThatThrownBy(() ->
            ServerCertificate.read(
                made.certificate("server"),
                made.key("server"),
                Instant.now().plusSeconds(500L * 86_400)))
        .hasMessageContaining("has ended");
  }

  private HttpResponse<String> get(String host, String origin) throws Exception {
    HttpRequest.Builder request = request("/", host);
    if (!origin.isEmpty()) {
      request.header("Origin", origin);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path, String host) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
        .header("Host", host);
  }

  private static ServerCertificate read(String certificate, String key) {
    return ServerCertificate.read(made.certificate(certificate), made.key(key), Instant.now());
  }

  private static int run(Terminal terminal, String... args) {
    return terminal.run(around -> OperatorCommand.with(around, Host.UNKNOWN), args);
  }

  private static SSLContext trusting(Path ca) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(ca)) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    return tls;
  }
}
