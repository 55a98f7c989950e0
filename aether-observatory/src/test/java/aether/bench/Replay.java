package aether.bench;

import aether.event.Event;
import aether.event.EventCodec;
import aether.message.Content;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.Intent;
import aether.redis.Keys;
import io.lettuce.core.Consumer;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * The limit of a throughput round: the commands of each message, made up beforehand, sent down one
 * connection without waiting for any reply and without a thought about any.
 */
record Replay(Server server, Plan plan, boolean replies) {
  private static final int GROUP = 64;
  private static final int GROUPS_AHEAD = 4;
  private static final Duration KEPT = Duration.ofDays(1);
  private static final Consumer<String> CONSUMER =
      Consumer.from(Keys.group(Body.ID), Body.ID.value());

  /** One message and everything that is written for it, as text. */
  private record Prepared(
      Envelope question,
      String entry,
      String started,
      String done,
      String reply,
      String mirror,
      String result) {}

  /** One round. @return messages per second */
  double round() throws InterruptedException {
    server.redis().flushall();
    try (StatefulRedisConnection<String, String> connection = server.connection()) {
      List<List<Prepared>> groups = prepare();
      connection.setAutoFlushCommands(false);
      RedisAsyncCommands<String, String> redis = connection.async();
      Deque<RedisFuture<?>> ahead = new ArrayDeque<>();
      long began = System.nanoTime();
      for (List<Prepared> group : groups) {
        ahead.add(send(redis, group));
        connection.flushCommands();
        if (ahead.size() > GROUPS_AHEAD) {
          await(ahead.remove());
        }
      }
      while (!ahead.isEmpty()) {
        await(ahead.remove());
      }
      return plan.messages() / ((System.nanoTime() - began) / 1e9);
    }
  }

  private List<List<Prepared>> prepare() {
    String _ =
        server
            .redis()
            .xgroupCreate(
                StreamOffset.from(Keys.inbox(Body.ID), "0-0"),
                Keys.group(Body.ID),
                XGroupCreateArgs.Builder.mkstream());
    List<Prepared> all =
        Questions.preload(server, plan.messages()).stream().map(Replay::prepare).toList();
    List<List<Prepared>> groups = new ArrayList<>();
    for (int from = 0; from < all.size(); from += GROUP) {
      groups.add(all.subList(from, Math.min(from + GROUP, all.size())));
    }
    return groups;
  }

  private static Prepared prepare(Questions.Sent sent) {
    Envelope question = sent.question();
    Instant now = Instant.now();
    Envelope reply =
        question.reply(
            Body.ID,
            Body.ASKER,
            new Content(
                Intent.RESULT,
                "The id of an order is `orders.id`, a bigint; migration 42 made it one."),
            now);
    return new Prepared(
        question,
        sent.entry(),
        EventCodec.encode(new Event.ProcessingStarted(question, Body.ID, now)),
        EventCodec.encode(
            new Event.ProcessingDone(
                question, Body.ID, "named the type", Optional.empty(), Optional.empty(), now)),
        EnvelopeCodec.encode(reply),
        EventCodec.encode(new Event.MessageSent(reply, now)),
        EnvelopeCodec.encode(reply));
  }

  @SuppressWarnings("unchecked") // an array of one element, made by the compiler
  private RedisFuture<?> send(RedisAsyncCommands<String, String> redis, List<Prepared> group) {
    var _ =
        redis.xreadgroup(
            CONSUMER, XReadArgs.Builder.count(GROUP), StreamOffset.from(Keys.inbox(Body.ID), ">"));
    group.forEach(each -> look(redis, each));
    var _ = redis.multi();
    group.forEach(each -> reserve(redis, each));
    var _ = redis.exec();
    var _ = redis.multi();
    group.forEach(each -> settle(redis, each));
    return redis.exec();
  }

  private static void look(RedisAsyncCommands<String, String> redis, Prepared each) {
    var conversation = each.question().conversation();
    var _ =
        redis.mget(
            Keys.control(conversation),
            Keys.control(Body.ID),
            Keys.rate(conversation, Instant.EPOCH));
    var _ = redis.hgetall(log(each));
    var _ = redis.hget(Keys.sessions(Body.ID), conversation.value());
  }

  private static void reserve(RedisAsyncCommands<String, String> redis, Prepared each) {
    String rate = Keys.rate(each.question().conversation(), Instant.EPOCH);
    var _ = redis.incr(rate);
    var _ = redis.expire(rate, KEPT);
    var _ =
        redis.hset(
            log(each),
            Map.of(
                "state", "RECEIVED",
                "attempts", "1",
                "owner", each.question().id().value(),
                "sender", Body.ASKER.value(),
                "entry", each.entry()));
    var _ = redis.expire(log(each), KEPT);
    mirror(redis, each.started());
  }

  private void settle(RedisAsyncCommands<String, String> redis, Prepared each) {
    var _ =
        redis.hset(
            log(each),
            Map.of(
                "state", "ACKED",
                "attempts", "1",
                "entry", each.entry(),
                "sender", Body.ASKER.value(),
                "claude_result", each.result()));
    String conversation = each.question().conversation().value();
    var _ = redis.hset(Keys.sessions(Body.ID), conversation, conversation);
    var _ = redis.expire(Keys.sessions(Body.ID), KEPT);
    if (replies) {
      var _ = redis.xadd(Keys.inbox(Body.ASKER), Map.of(Keys.DATA, each.reply()));
      mirror(redis, each.mirror());
    }
    mirror(redis, each.done());
    var _ = redis.xack(Keys.inbox(Body.ID), Keys.group(Body.ID), each.entry());
    var _ = redis.xdel(Keys.inbox(Body.ID), each.entry());
  }

  private static void mirror(RedisAsyncCommands<String, String> redis, String event) {
    var _ =
        redis.xadd(
            Keys.EVENTS,
            new XAddArgs().maxlen(50_000).approximateTrimming(),
            Map.of(Keys.DATA, event));
  }

  private static String log(Prepared each) {
    return Keys.processingLog(Body.ID, each.question().id());
  }

  private static void await(RedisFuture<?> reply) throws InterruptedException {
    try {
      var _ = reply.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Redis refused a replayed command", e);
    }
  }
}
