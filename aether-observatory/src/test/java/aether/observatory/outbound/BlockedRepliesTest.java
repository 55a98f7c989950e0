package aether.observatory.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.Intent;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.observatory.turn.ControlBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockedRepliesTest {
  private static final ProjectId ME = new ProjectId("beta");
  private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");
  private static final Finding WHY = new Finding("private key", "text", "hex");

  @TempDir Path temp;

  @Test
  void a_blocked_reply_is_kept_whole_for_its_owner_alone() throws IOException {
    keeper().keep(message("../../m-1"), ControlBlock.silence("the secret"), WHY);
    Path file = files().getFirst();
    assertThat(file.getParent()).isEqualTo(temp.resolve("blocked/beta"));
    assertThat(Files.readString(file))
        .contains("\"found\": \"private key in text (hex)\"", "the secret", "2026-01-05T10:00:00");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void the_same_message_has_one_file_and_the_newest_stay() throws IOException {
    var keeper = new BlockedReplies(temp.resolve("blocked/beta"), 3, InstantSource.fixed(NOW));
    for (int i = 0; i < 5; i++) {
      keeper.keep(message("m-" + i), ControlBlock.silence("s"), WHY);
      keeper.keep(message("m-" + i), ControlBlock.silence("s"), WHY);
    }
    assertThat(files()).hasSize(3);
  }

  @Test
  void a_place_that_takes_no_file_fails_nothing() throws IOException {
    Files.writeString(temp.resolve("blocked"), "a file");
    assertThatCode(() -> keeper().keep(message("m"), ControlBlock.silence("s"), WHY))
        .doesNotThrowAnyException();
  }

  private BlockedReplies keeper() {
    return BlockedReplies.in(temp.resolve("blocked"), ME, InstantSource.fixed(NOW));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(temp.resolve("blocked/beta"))) {
      return files.toList();
    }
  }

  private static Envelope message(String id) {
    return Envelope.origin(
        new MessageId(id),
        new ConversationId("c"),
        new ProjectId("alpha"),
        new Recipient.Project(ME),
        8,
        NOW,
        new Content(Intent.ASK, "and?"));
  }
}
