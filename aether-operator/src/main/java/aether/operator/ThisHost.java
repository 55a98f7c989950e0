package aether.operator;

import aether.message.Envelope;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.observatory.ledger.Books;
import aether.observatory.pipeline.Ceiling;
import aether.observatory.pipeline.Ledger;
import aether.observatory.prompt.Prompt;
import aether.observatory.prompt.Register;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the panel may know of this host: its Bodies' books, and how their prompts look. */
final class ThisHost implements Host {
  private static final String LIMITS = ".limits";
  private static final String MARK = "m" + "0".repeat(32);

  private final Surroundings around;

  ThisHost(Surroundings around) {
    this.around = around;
  }

  @Override
  public List<Account> accounts() {
    return ids().flatMap(id -> books(id).stream()).map(ThisHost::account).toList();
  }

  @Override
  public Optional<Instant> grant(ProjectId body, BigDecimal usd, Duration time) {
    Instant now = around.clock().instant();
    Instant until = now.plus(time);
    return books(body.value())
        .flatMap(books -> {
          try {
            books.ledger().append(new Ledger.Granted(now, until, usd));
            return Optional.of(until);
          } catch (Ledger.Unusable e) {
            return Optional.empty();
          }
        });
  }

  /** The last block of the prompt, marked with zeros: the real mark is made for each prompt. */
  @Override
  public String preview(Envelope message) {
    ProjectId reader =
        switch (message.to()) {
          case Recipient.Project(ProjectId id) -> id;
          case Recipient.Everyone _ -> ProjectId.OPERATOR;
        };
    String prompt =
        Prompt.of(message, reader, List.of(), Register.PLAIN, List.of(), () -> MARK).message();
    String end = "=== END MESSAGE " + MARK + " ===";
    int from = prompt.lastIndexOf("=== BEGIN MESSAGE ");
    return prompt.substring(from, prompt.indexOf(end, from) + end.length());
  }

  private Stream<String> ids() {
    Path folder = around.home().ledgers();
    if (!Files.isDirectory(folder)) {
      return Stream.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(LIMITS))
          .map(name -> name.substring(0, name.length() - LIMITS.length()))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      return Stream.of();
    }
  }

  /** What cannot be read is shown by `aether who`; the panel leaves it out. */
  private Optional<Books> books(String id) {
    try {
      return Optional.of(Books.of(around, id));
    } catch (Refusal e) {
      return Optional.empty();
    }
  }

  private static Account account(Books books) {
    List<Meter> meters =
        Stream.of(Ceiling.values())
            .flatMap(ceiling ->
                books.spending().used(ceiling).map(used -> meter(books, ceiling, used)).stream())
            .toList();
    return new Account(books.body(), books.spending().granted(), meters);
  }

  private static Meter meter(Books books, Ceiling ceiling, BigDecimal used) {
    return new Meter(
        ceiling.wireName(),
        ceiling.isMoney(),
        used,
        books.spending().limit(ceiling, books.limits().ceilings()),
        books.left(ceiling));
  }
}
