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
  private static final int BATCH = 256;
  private static final Duration SLICE = Duration.ofSeconds(1);

  private final Archive archive;
  private final Tail tail;
  private final HubLimits limits;
  private final Duration slice;
  private final AtomicInteger clients = new AtomicInteger();
  private final AtomicLong skipped = new AtomicLong();

  EventHub(Archive archive, Tail tail, HubLimits limits) {
    this.archive = archive;
    this.tail = tail;
    this.limits = limits;
    this.slice = limits.silence().compareTo(SLICE) < 0 ? limits.silence() : SLICE;
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

  private void serve(Context ctx, Function<Entry, Frame> frame, boolean status) {
    archive.catchUp();
    if (clients.incrementAndGet() > limits.clients()) {
      clients.decrementAndGet();
      ctx.header("Retry-After", "30");
      throw new Problem(503, limits.clients() + " clients watch already; close one and try again");
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
    private final Function<Entry, Frame> frame;
    private final boolean status;
    private final long joined = archive.next();
    private long place;
    private long lost;
    private long spoke = System.nanoTime();
    private Optional<Optional<String>> told = Optional.empty();

    Client(Context ctx, Function<Entry, Frame> frame, boolean status) throws IOException {
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
        Archive.Batch batch = archive.from(place, BATCH, slice);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (batch.missed() > 0) {
          gap(batch.missed()).writeTo(bytes);
          place += batch.missed();
        }
        say(bytes);
        batch.entries().forEach(entry -> frame.apply(entry).writeTo(bytes));
        place += batch.entries().size();
        write(bytes);
      }
    }

    /** Decides where to begin: after the last event the client has, or with the newest ones. */
    private void begin(Optional<String> last) throws IOException {
      Optional<Long> resumed = last.flatMap(Position::parse).flatMap(archive::placeAfter);
      place = resumed.orElseGet(() -> fresh(last.isPresent()));
      Frame first =
          last.isPresent() && resumed.isEmpty()
              ? Frame.notice("gap", "{\"missed\": null}")
              : Frame.KEEP_ALIVE;
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      first.writeTo(bytes);
      bytes.writeTo(out);
      out.flush();
    }

    private long fresh(boolean lost) {
      return lost ? 0 : Math.max(joined - limits.backlog(), 0);
    }

    private void skip() {
      long waiting = archive.next() - Math.max(place, joined);
      if (place >= joined && waiting > limits.waiting()) {
        lost = Math.max(waiting - limits.backlog(), 1);
        place += lost;
        skipped.addAndGet(lost);
      }
    }

    private static Frame gap(long missed) {
      return Frame.notice("gap", "{\"missed\": " + missed + "}");
    }

    private void say(ByteArrayOutputStream bytes) {
      if (lost > 0) {
        gap(lost).writeTo(bytes);
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
        Frame.notice("status", data).writeTo(bytes);
      }
    }

    private void write(ByteArrayOutputStream bytes) throws IOException {
      long now = System.nanoTime();
      if (bytes.size() == 0 && now - spoke >= limits.silence().toNanos()) {
        Frame.KEEP_ALIVE.writeTo(bytes);
      }
      if (bytes.size() > 0) {
        spoke = now;
        bytes.writeTo(out);
        out.flush();
      }
    }
  }
}
