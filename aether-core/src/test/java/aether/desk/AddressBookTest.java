package aether.desk;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Body;
import aether.bus.Presence;
import aether.message.ProjectId;
import aether.testkit.HandClock;
import aether.testkit.InMemoryBus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressBookTest {
  private final HandClock clock = new HandClock();
  private final InMemoryBus bus = new InMemoryBus(clock);
  private final AddressBook book = new AddressBook(bus, bus);

  @Test
  void a_registered_body_is_known_with_its_presence() {
    register("backend");
    bus.heartbeat(new ProjectId("backend"), Duration.ofSeconds(30))
        .beat(new Presence.Idle(clock.instant()));

    assertThat(book.find("backend"))
        .isInstanceOfSatisfying(
            Addressee.Known.class, known -> assertThat(known.presence().isOnline()).isTrue());
  }

  @Test
  void an_id_is_cleaned_as_the_contract_says_unless_it_is_one_already() {
    register("my_project", "my_project-mcp");

    assertThat(found("My Project")).isEqualTo(new ProjectId("my_project"));
    assertThat(found("my_project-mcp")).isEqualTo(new ProjectId("my_project-mcp"));
  }

  @Test
  void d42_the_operator_can_be_written_to() {
    assertThat(found("operator")).isEqualTo(ProjectId.OPERATOR);
  }

  @Test
  void d43_nobody_is_refused_with_the_nearest_id_and_all_of_them() {
    register("backend", "frontend", "consult-7f");

    assertThat(book.find("backnd"))
        .isInstanceOfSatisfying(
            Addressee.Unknown.class,
            unknown ->
                assertThat(unknown.refusal())
                    .isEqualTo(
                        "'backnd' is not a known Body; did you mean 'backend'?"
                            + " known: backend, frontend"));
  }

  @Test
  void d43_the_address_of_a_wave_is_not_a_body() {
    assertThat(book.find("broadcast")).isEqualTo(new Addressee.Everybody());
  }

  @Test
  void nothing_and_too_much_are_nobody() {
    assertThat(book.find("")).isInstanceOf(Addressee.Unknown.class);
    assertThat(book.find("x".repeat(300))).isInstanceOf(Addressee.Unknown.class);
  }

  private ProjectId found(String typed) {
    return ((Addressee.Known) book.find(typed)).id();
  }

  private void register(String... ids) {
    for (String id : ids) {
      var _ = bus.registrar().register(new Body(new ProjectId(id), "", List.of()), false);
    }
  }
}
