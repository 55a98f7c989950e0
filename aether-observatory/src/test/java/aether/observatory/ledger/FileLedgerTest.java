package aether.observatory.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.message.ConversationId;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.observatory.pipeline.Ledger;
import aether.testkit.HandClock;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger on the disk. */
class FileLedgerTest {
  private static final ProjectId BETA = new ProjectId("beta");
  private static final ProjectId GAMMA = new ProjectId("gamma");
  private static final BigDecimal HALF = new BigDecimal("0.50");

  @TempDir private Path home;
  private final HandClock clock = new HandClock();
  private Path folder = Path.of("unset");

  @BeforeEach
  void choose() {
    folder = home.resolve("ledger");
  }

  @Test
  void what_is_written_is_read_again_whatever_the_line() {
    Instant now = clock.instant();
    List<Ledger.Line> all =
        List.of(
            reserved("one"),
            new Ledger.Settled(now, "one", new BigDecimal("0.3125")),
            reserved("two"),
            new Ledger.Released(now, "two"),
            new Ledger.Deferred(now, new MessageId("m"), GAMMA, "daily_usd"),
            new Ledger.Ended(now, new ConversationId("c")),
            new Ledger.Carried(now, new ConversationId("c"), 3, new BigDecimal("1.25")),
            new Ledger.Granted(now, now.plusSeconds(60), BigDecimal.TEN));
    all.forEach(open(BETA)::append);

    assertThat(FileLedger.at(folder, BETA, clock).lines()).containsExactlyElementsOf(all);
  }

  @Test
  void nobody_else_may_look() throws IOException {
    open(BETA).append(reserved("one"));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void a_torn_last_line_counts_as_absent_and_the_next_one_takes_its_place() throws IOException {
    Ledger ledger = open(BETA);
    ledger.append(reserved("one"));
    Files.writeString(file(), "{\"at\": \"2026-01-05T10:0", StandardOpenOption.APPEND);

    assertThat(ledger.lines()).containsExactly(reserved("one"));
    ledger.append(reserved("two"));
    assertThat(open(BETA).lines()).containsExactly(reserved("one"), reserved("two"));
  }

  @Test
  void a_file_of_one_torn_line_is_an_empty_one() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(file(), "x".repeat(20_000));

    Ledger ledger = open(BETA);
    assertThat(ledger.lines()).isEmpty();
    ledger.append(reserved("one"));
    assertThat(Files.readAllLines(file())).hasSize(1);
  }

  @Test
  void a_line_in_the_middle_that_cannot_be_read_may_hide_anything() throws IOException {
    Ledger ledger = open(BETA);
    ledger.append(reserved("one"));
    Files.writeString(file(), "{\"kind\": \"reserve\"}\n", StandardOpenOption.APPEND);

    assertThatThrownBy(ledger::lines)
        .isInstanceOf(Ledger.Unusable.class)
        .hasMessage("line 2 of the ledger " + file() + " cannot be read; mend or remove it");
    assertThatThrownBy(open(BETA)::lines).isInstanceOf(Ledger.Unusable.class);
  }

  @Test
  void what_cannot_be_written_is_said() throws IOException {
    Files.writeString(folder, "a file where the directory would be");

    assertThatThrownBy(() -> open(BETA).append(reserved("one")))
        .isInstanceOf(Ledger.Unusable.class)
        .hasMessageStartingWith("cannot lock the ledgers with " + folder.resolve("host.lock"));

    Files.delete(folder);
    Files.createDirectories(file());
    assertThatThrownBy(() -> open(BETA).append(reserved("one")))
        .isInstanceOf(Ledger.Unusable.class)
        .hasMessageContaining("the ledger " + file());
  }

  @Test
  void yesterday_becomes_the_sum_of_its_conversation_when_the_body_starts() throws IOException {
    Ledger ledger = open(BETA);
    ledger.append(reserved("old"));
    clock.advance(Duration.ofHours(23));
    Ledger.Reserved later = reserved("later");
    ledger.append(later);
    clock.advance(Duration.ofHours(1));

    assertThat(FileLedger.at(folder, BETA, clock).lines()).hasSize(2);
    Instant first = clock.instant().minus(Duration.ofHours(24));
    assertThat(open(BETA).lines())
        .containsExactly(new Ledger.Carried(first, new ConversationId("c"), 1, HALF), later);
    assertThat(Files.readAllLines(file())).hasSize(2);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void the_file_of_a_body_that_never_rests_stays_short() throws IOException {
    Ledger ledger = open(BETA);
    for (int day = 0; day < 6; day++) {
      for (int i = 0; i < 100; i++) {
        ledger.append(reserved("run " + day + "." + i));
        ledger.append(new Ledger.Settled(clock.instant(), "run " + day + "." + i, HALF));
      }
      clock.advance(Duration.ofDays(1));
    }

    assertThat(Files.readAllLines(file())).hasSizeLessThan(1_000);
    assertThat(FileLedger.at(folder, BETA, clock).lines()).hasSizeLessThan(1_000);
  }

  @Test
  void a_file_that_is_lost_while_its_body_runs_is_written_again() throws IOException {
    Ledger ledger = open(BETA);
    ledger.append(reserved("one"));
    Files.delete(file());

    assertThat(ledger.lines()).containsExactly(reserved("one"));
    ledger.append(reserved("two"));
    assertThat(FileLedger.at(folder, BETA, clock).lines())
        .containsExactly(reserved("one"), reserved("two"));
  }

  @Test
  void what_was_only_read_is_written_again_too() throws IOException {
    open(BETA).append(reserved("one"));
    Ledger afterARestart = open(BETA);
    assertThat(afterARestart.lines()).containsExactly(reserved("one"));
    Files.delete(file());

    assertThat(afterARestart.lines()).containsExactly(reserved("one"));
    assertThat(open(BETA).lines()).containsExactly(reserved("one"));
  }

  @Test
  void whoever_decides_alone_sees_at_once_what_others_have_spent() {
    Ledger beta = open(BETA);
    assertThat(beta.elsewhere()).isEmpty();
    open(GAMMA).append(reserved("theirs"));

    assertThat(beta.exclusively(beta::elsewhere))
        .containsExactly(new Ledger.Cost(clock.instant(), HALF));
  }

  @Test
  void a_grant_by_another_process_is_seen_at_once() {
    Ledger ledger = open(BETA);
    ledger.append(reserved("one"));
    assertThat(ledger.lines()).hasSize(1);

    Ledger.Granted grant =
        new Ledger.Granted(clock.instant(), clock.instant().plusSeconds(60), BigDecimal.ONE);
    FileLedger.at(folder, BETA, clock).append(grant);

    assertThat(ledger.lines()).containsExactly(reserved("one"), grant);
  }

  @Test
  void the_other_bodies_of_the_host_are_looked_up_every_two_seconds() {
    Ledger beta = open(BETA);
    Ledger gamma = open(GAMMA);
    beta.append(reserved("mine"));
    assertThat(beta.elsewhere()).isEmpty();

    gamma.append(reserved("theirs"));
    clock.advance(Duration.ofSeconds(2));
    assertThat(beta.elsewhere())
        .containsExactly(new Ledger.Cost(clock.instant().minusSeconds(2), HALF));
  }

  @Test
  void who_is_interrupted_while_others_write_writes_all_the_same_and_stays_interrupted()
      throws Exception {
    Ledger ledger = open(BETA);
    ledger.append(reserved("one"));
    Ledger.Line cost = new Ledger.Settled(clock.instant(), "one", HALF);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread writer =
        Thread.ofPlatform()
            .unstarted(() -> {
              ledger.append(cost);
              interrupted.complete(Thread.currentThread().isInterrupted());
            });
    boolean _ =
        open(GAMMA)
            .exclusively(() -> {
              writer.start();
              writer.interrupt();
              return true;
            });

    assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(open(BETA).lines()).containsExactly(reserved("one"), cost);
  }

  private FileLedger open(ProjectId id) {
    FileLedger ledger = FileLedger.at(folder, id, clock);
    ledger.tidy();
    return ledger;
  }

  private Path file() {
    return folder.resolve("beta.jsonl");
  }

  private Ledger.Reserved reserved(String run) {
    return reserved(run, clock.instant());
  }

  private static Ledger.Reserved reserved(String run, Instant at) {
    return new Ledger.Reserved(at, run, new MessageId("m"), new ConversationId("c"), GAMMA, HALF);
  }
}
