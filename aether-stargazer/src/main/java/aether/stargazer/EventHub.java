package aether.stargazer;

import aether.web.Problem;
import aether.wire.Json;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Sends what happens to whoever watches (CONTRACT §10). All clients read the one archive, each at
 * its own place: what waits for a client costs nothing, and a slow one holds up nobody. One that
 * falls too far behind is told how much it missed and goes on near the end.
 */
final class EventHub {
  /** Events a new client begins with. */
  static final int BACKLOG = 200;

  /** Events that may wait for a client beyond those it asked for. */
  static final int MOST_WAITING = 8192;

  /** Clients at one time. */
  static final int MOST_CLIENTS = 1000;

  private static final int BATCH = 256;
  private static final Duration SLICE = Duration.ofSeconds(1);
  private static final int SLICES_OF_SILENCE = 10;

  private final Archive archive;
  private final Tail tail;
  private final AtomicInteger clients = new AtomicInteger();
  private final AtomicLong skipped = new AtomicLong();

  EventHub(Archive archive, Tail tail) {
    this.archive = archive;
    this.tail = tail;
  }

  /** Clients that are connected. */
  int clients() {
    return clients.get();
  }

  /** Events that slow clients did not get. */
  long skipped() {
    return skipped.get();
  }

  /** Every record as it stands on the bus, until the client leaves. */
  void records(Context ctx) {
    serve(ctx, Entry::frame, false);
  }

  /** What the page draws of every record, and whether the bus is there. */
  void views(Context ctx) {
    serve(ctx, Entry::view, true);
  }

  private void serve(Context ctx, Function<Entry, byte[]> frame, boolean status) {
    archive.catchUp();
    if (clients.incrementAndGet() > MOST_CLIENTS) {
      clients.decrementAndGet();
      ctx.header("Retry-After", "30");
      throw new Problem(503, MOST_CLIENTS + " clients watch already; close one and try again");
    }
    try {
      new Client(ctx, frame, status).run();
    } catch (IOException e) {
      // It left; there is nobody to tell.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      clients.decrementAndGet();
    }
  }

  /** One connection. Runs on its own virtual thread. */
  private final class Client {
    private final OutputStream out;
    private final Function<Entry, byte[]> frame;
    private final boolean status;
    private final long joined = archive.next();
    private long place;
    private int silence;
    private Optional<Optional<String>> told = Optional.empty();

    Client(Context ctx, Function<Entry, byte[]> frame, boolean status) throws IOException {
      this.frame = frame;
      this.status = status;
      ctx.contentType("text/event-stream").header("X-Accel-Buffering", "no");
      this.out = ctx.res().getOutputStream();
      begin(Optional.ofNullable(ctx.header("Last-Event-ID")).or(() -> asked(ctx)));
    }

    private static Optional<String> asked(Context ctx) {
      return Optional.ofNullable(ctx.queryParam("after"));
    }

    void run() throws IOException, InterruptedException {
      while (!tail.isClosed()) {
        skip();
        Archive.Batch batch = archive.from(place, BATCH, SLICE);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (batch.missed() > 0) {
          bytes.writeBytes(gap(batch.missed()));
          place += batch.missed();
        }
        say(bytes);
        batch.entries().forEach(entry -> bytes.writeBytes(frame.apply(entry)));
        place += batch.entries().size();
        write(bytes);
      }
    }

    /** Decides where to begin: after the last event the client has, or with the newest ones. */
    private void begin(Optional<String> last) throws IOException {
      Optional<Long> resumed = last.flatMap(Position::parse).flatMap(archive::placeAfter);
      place = resumed.orElseGet(() -> fresh(last.isPresent()));
      out.write(
          last.isPresent() && resumed.isEmpty()
              ? Frames.notice("gap", "{\"missed\": null}")
              : Frames.keepAlive());
      out.flush();
    }

    private long fresh(boolean lost) {
      return lost ? 0 : Math.max(joined - BACKLOG, 0);
    }

    private void skip() {
      long waiting = archive.next() - Math.max(place, joined);
      if (place >= joined && waiting > MOST_WAITING) {
        lost = waiting - BACKLOG;
        place += lost;
        skipped.addAndGet(lost);
      }
    }

    private long lost;

    private byte[] gap(long missed) {
      return Frames.notice("gap", "{\"missed\": " + missed + "}");
    }

    private void say(ByteArrayOutputStream bytes) {
      if (lost > 0) {
        bytes.writeBytes(gap(lost));
        lost = 0;
      }
      Optional<String> trouble = tail.trouble();
      if (status && !told.equals(Optional.of(trouble))) {
        told = Optional.of(trouble);
        String data =
            Json.write(
                Json.object()
                    .put("bus", trouble.isEmpty() ? "here" : "away")
                    .put("detail", trouble.orElse("")));
        bytes.writeBytes(Frames.notice("status", data));
      }
    }

    private void write(ByteArrayOutputStream bytes) throws IOException {
      silence = bytes.size() > 0 ? 0 : silence + 1;
      if (silence > SLICES_OF_SILENCE) {
        bytes.writeBytes(Frames.keepAlive());
        silence = 0;
      }
      if (bytes.size() > 0) {
        bytes.writeTo(out);
        out.flush();
      }
    }
  }
}
