package aether.stargazer;

import static org.assertj.core.api.Assertions.assertThat;

import aether.event.Event;
import aether.event.EventCodec;
import aether.event.Events;
import aether.testkit.HandClock;
import aether.testkit.Http;
import aether.testkit.InMemoryBus;
import aether.web.Listening;
import aether.wire.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client of {@code /stream} gets, whatever happens meanwhile. */
class StreamTest {
  private static final HubLimits LIMITS = new HubLimits(200, 50, 3, Duration.ofMillis(300));

  private final InMemoryBus bus = new InMemoryBus(new HandClock());
  private final Stargazer stargazer =
      Stargazer.start(
          new Stargazer.Source(bus, bus, bus, new HandClock()),
          Door.LOOPBACK,
          LIMITS,
          Listening.here(0));

  @AfterEach
  void stop() {
    stargazer.close();
  }

  @Test
  void the_newest_two_hundred_come_first_and_then_what_happens() throws IOException {
    append(0, 250);
    try (SseClient client = client("/stream", Map.of())) {
      assertThat(client.texts(200)).containsExactlyElementsOf(numbers(50, 250));
      append(250, 253);
      assertThat(client.texts(3)).containsExactlyElementsOf(numbers(250, 253));
    }
  }

  @Test
  void a_record_is_sent_as_it_stands_with_its_place_and_its_type() throws IOException {
    append(0, 1);
    try (SseClient client = client("/stream", Map.of())) {
      SseClient.Sent sent = client.next();
      assertThat(sent.type()).isEqualTo("message");
      assertThat(sent.id()).isEqualTo(bus.latest(1).getFirst().position());
      assertThat(Json.read(sent.data()))
          .isEqualTo(Json.read(EventCodec.encode(bus.latest(1).getFirst().event())));
    }
  }

  @Test
  void a_client_that_comes_back_goes_on_after_its_last_event_without_gap_or_repeat()
      throws IOException {
    append(0, 700);
    String last = bus.after("0-0", 300).getLast().position();
    try (SseClient client = client("/stream", Map.of("Last-Event-ID", last))) {
      assertThat(client.texts(400)).containsExactlyElementsOf(numbers(300, 700));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"99999999999999-0", "0-1", "nonsense", ""})
  void an_id_the_mirror_does_not_know_is_one_gap_and_then_all_there_is(String last)
      throws IOException {
    append(0, 5);
    try (SseClient client = client("/stream", Map.of("Last-Event-ID", last))) {
      SseClient.Sent gap = client.next();
      assertThat(gap.type()).isEqualTo("gap");
      assertThat(gap.id()).isEmpty();
      assertThat(client.texts(5)).containsExactlyElementsOf(numbers(0, 5));
    }
  }

  @Test
  void d50_a_record_nobody_can_read_is_sent_as_such_and_breaks_nothing() throws IOException {
    append(0, 1);
    bus.journal()
        .append(
            List.of(
                EventCodec.decode("not json\nat all"),
                EventCodec.decode("{\"kind\": \"weather\"}")));
    append(1, 2);
    try (SseClient client = client("/stream", Map.of())) {
      assertThat(client.texts(1)).containsExactly("number 0");
      assertThat(client.next().data()).isEqualTo("\"not json\\nat all\"");
      assertThat(client.next().type()).isEqualTo("unrecognised");
      assertThat(client.texts(1)).containsExactly("number 1");
    }
  }

  @Test
  void a_client_with_nothing_to_hear_is_kept_alive() throws IOException {
    try (SseClient client = client("/stream", Map.of())) {
      assertThat(client.comment()).startsWith(":");
      assertThat(client.comment()).startsWith(": still");
    }
  }

  @Test
  void d26_a_client_that_does_not_read_is_told_how_many_it_missed_and_holds_up_nobody()
      throws IOException {
    append(0, 1);
    try (SseClient slow = SseClient.narrow(stargazer.address(), "/stream");
        SseClient quick = client("/stream", Map.of())) {
      assertThat(slow.texts(1)).hasSize(1);
      assertThat(quick.texts(1)).hasSize(1);
      String padding = "x".repeat(40_000);
      for (int i = 1; i <= 600; i++) {
        bus.journal().append(List.of(Events.sent("number " + i + padding)));
        assertThat(quick.texts(1)).containsExactly("number " + i + padding);
      }
      long heard = 0;
      long missed = 0;
      while (heard + missed < 600) {
        SseClient.Sent sent = slow.next();
        if (sent.type().equals("gap")) {
          missed += Json.read(sent.data()).orElseThrow().path("missed").longValue();
        } else {
          heard++;
        }
      }
      assertThat(missed).isPositive();
      assertThat(heard + missed).isEqualTo(600);
    }
  }

  @Test
  void one_client_too_many_is_sent_away() throws IOException {
    List<SseClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        SseClient client = client("/stream", Map.of());
        assertThat(client.comment()).startsWith(":");
        clients.add(client);
      }
      Http.Answer answer = new Http(stargazer.address()).get("/stream");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).contains("30");
    } finally {
      for (SseClient client : clients) {
        client.close();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Host,evil.example",
    "Origin,https://evil.example",
    "Sec-Fetch-Site,cross-site",
    "Sec-Fetch-Site,same-site"
  })
  void no_other_site_may_listen(String header, String value) {
    Http http = new Http(stargazer.address());
    for (String path : List.of("/stream", "/api/live", "/api/conversations", "/metrics")) {
      assertThat(http.send("GET", path, Map.of(header, value), "").status())
          .as(path)
          .isEqualTo(403);
    }
  }

  private SseClient client(String path, Map<String, String> headers) throws IOException {
    return SseClient.open(stargazer.address(), path, headers);
  }

  private void append(int from, int to) {
    List<Event> events = new ArrayList<>();
    for (int i = from; i < to; i++) {
      events.add(Events.sent("number " + i));
    }
    bus.journal().append(events);
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "number " + i).toList();
  }
}
