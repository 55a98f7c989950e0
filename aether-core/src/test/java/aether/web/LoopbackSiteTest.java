package aether.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackSiteTest {
  private final LoopbackSite site = new LoopbackSite(8765);

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:8765", "localhost:8765", "LOCALHOST:8765", "[::1]:8765"})
  void a_request_for_this_machine_gets_in(String host) {
    assertThatCode(() -> site.admit(Optional.of(host), Optional.empty()))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "localhost:80",
        "localhost:87650",
        "localhost.evil:8765",
        "0:8765"
      })
  void a_request_for_another_host_does_not(String host) {
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> site.admit(Optional.of(host), Optional.empty()))
        .matches(problem -> problem.status() == 403);
  }

  @Test
  void a_request_for_no_host_does_not() {
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> site.admit(Optional.empty(), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "", "http://evil:8765", "https://localhost:8765", "localhost:8765"})
  void a_page_of_another_site_does_not(String origin) {
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> site.admit(Optional.of("localhost:8765"), Optional.of(origin)));
  }

  @Test
  void the_port_of_http_need_not_be_named() {
    assertThatCode(() ->
            new LoopbackSite(80).admit(Optional.of("localhost"), Optional.of("http://localhost")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "example.org", "127.0.0.1.example.org", ""})
  void what_others_can_reach_is_no_loopback(String host) {
    assertThat(LoopbackSite.isLoopback(host)).isFalse();
  }
}
