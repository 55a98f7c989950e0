package aether.jmh;

import aether.bus.Body;
import aether.event.Event;
import aether.event.EventCodec;
import aether.event.Events;
import aether.message.Content;
import aether.message.Decoded;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.Intent;
import aether.message.ProjectId;
import aether.observatory.courtesy.RegisterGate;
import aether.observatory.prompt.Prompt;
import aether.observatory.prompt.Register;
import aether.observatory.prompt.RosterLine;
import aether.observatory.turn.ControlParser;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The pure code that every message passes, on a message of usual size. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HotCode {
  private static final String ANSWER =
      "`order_id` identifies an order (api/orders.yaml:24). `id` is deprecated and absent from new"
          + " orders; it goes with version 3 of the API. Show `order_id` as it is: case and length"
          + " matter.";

  private final Envelope envelope = Events.comet(ANSWER);
  private final String envelopeText = EnvelopeCodec.encode(envelope);
  private final Event event = Events.done(ANSWER, Optional.of(Events.USAGE));
  private final String eventText = EventCodec.encode(event);
  private final Content reply = new Content(Intent.RESULT, ANSWER);
  private final List<RosterLine> roster =
      IntStream.range(0, 10).mapToObj(HotCode::neighbour).toList();
  private final Prompt prompt = prompt();
  private final String output =
      """
      I have looked at api/orders.yaml and at src/orders.ts.
      {"reply_needed": true, "to": "alpha", "reply_body": {"intent": "result", "text": "%s", "context": {}},
       "summary": "answered"}
      """
          .formatted(ANSWER);

  private static RosterLine neighbour(int n) {
    return new RosterLine(
        new Body(new ProjectId("body" + n), "keeps the orders of shop " + n, List.of("orders")),
        n % 2 == 0);
  }

  /** An envelope to its bytes. */
  @Benchmark
  public String envelopeEncode() {
    return EnvelopeCodec.encode(envelope);
  }

  /** And back. */
  @Benchmark
  public Decoded envelopeDecode() {
    return EnvelopeCodec.decode(envelopeText);
  }

  /** An event to its bytes. */
  @Benchmark
  public String eventEncode() {
    return EventCodec.encode(event);
  }

  /** And back. */
  @Benchmark
  public Event eventDecode() {
    return EventCodec.decode(eventText);
  }

  /** The prompt of a message, with ten Bodies on the bus. */
  @Benchmark
  public Prompt prompt() {
    return Prompt.of(
        envelope, Events.BETA, roster, Register.PLAIN, List.of(), () -> "0123456789abcdef");
  }

  /** The decision in an agent's answer. */
  @Benchmark
  public Object decision() {
    return ControlParser.parse(output, prompt.untrusted());
  }

  /** Whether a reply is worth sending. */
  @Benchmark
  public Object gate() {
    return RegisterGate.judge(reply);
  }
}
