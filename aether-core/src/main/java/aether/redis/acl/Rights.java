package aether.redis.acl;

import static aether.redis.acl.Patterns.ANY;
import static aether.redis.acl.Patterns.TRANSIENT;
import static aether.redis.acl.Patterns.keys;

import aether.config.Account;
import aether.config.Namespace;
import aether.message.ProjectId;
import aether.redis.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What each account may do: command by command, and no category of them, since a later Redis may
 * count more commands among it. What somebody may append to must not be readable to them, nor what
 * they may read writable; so both stand in selectors of their own. Nobody may run scripts.
 */
final class Rights {
  private static final String CONNECT = "hello ping select client|id client|setname";
  private static final String CONNECT_SINCE_7_2 = "client|setinfo";
  private static final String FIND_THE_NODE = "hexists cluster|slots";
  private static final String TRANSACT = "multi exec discard watch unwatch time";

  /** What transactions can hold, in the words in which a server writes them down. */
  private static final String REPLAYED =
      """
      select del unlink copy move rename renamenx persist expire expireat pexpire pexpireat
      append bitfield bitop decr decrby getdel getset incr incrby incrbyfloat mset msetnx psetex
      set setbit setex setnx setrange pfadd pfmerge
      hdel hincrby hincrbyfloat hmset hset hsetnx
      linsert lmove lmpop lpop lpush lpushx lrem lset ltrim rpop rpoplpush rpush rpushx
      sadd sdiffstore sinterstore smove spop srem sunionstore
      zadd zdiffstore zincrby zinterstore zmpop zpopmax zpopmin zrangestore zrem zremrangebylex
      zremrangebyrank zremrangebyscore zunionstore geoadd geosearchstore
      xack xadd xclaim xdel xsetid xtrim
      xgroup|create xgroup|createconsumer xgroup|delconsumer xgroup|destroy xgroup|setid
      """;

  private Rights() {}

  /**
   * What the user {@code default} needs although nobody can enter as it. A server that starts reads
   * its append-only file under that user, and passes over each transaction in it that holds a
   * command without a right (redis/redis#14541): with no rights at all, all that was ever written
   * in transactions would be gone after a restart. The keys are all keys, since other buses and
   * applications may share the file.
   */
  static Grant replay() {
    return Grant.none().may(REPLAYED.strip().replaceAll("\\s+", " ")).on(ANY);
  }

  /** The root of {@code account} on the bus {@code namespace}, then its selectors. */
  static List<Grant> of(Account account, Namespace namespace, ServerVersion version) {
    List<Grant> grants = new ArrayList<>(grants(account));
    Grant root = grants.getFirst().may(CONNECT);
    root = version.knowsClientInfo() ? root.may(CONNECT_SINCE_7_2) : root;
    root = namespace.isOneSlot() ? root.may(FIND_THE_NODE).reading(Keys.REGISTRY) : root;
    grants.set(0, root);
    return grants.stream().map(grant -> grant.in(namespace)).toList();
  }

  private static List<Grant> grants(Account account) {
    return switch (account) {
      case Account.Body(ProjectId id) -> body(id.value());
      case Account.Session(ProjectId family) -> client(family.value(), family.value() + "-" + ANY);
      case Account.Consult _ -> client(ProjectId.TRANSIENT_PREFIX + ANY);
      case Account.Stargazer _ -> stargazer();
      case Account.Operator _ -> operator();
      case Account.Keeper _ -> keeper();
    };
  }

  private static List<Grant> body(String id) {
    Grant root =
        Grant.none()
            .may(TRANSACT)
            .may("info set get mget del exists expire pttl incr decr lindex lpop")
            .may("hget hset hgetall hmget hdel")
            .may("xadd xdel xrange xrevrange xlen xinfo|stream")
            .may("xreadgroup xack xautoclaim xgroup|create")
            .on(
                keys(Keys::inbox, id),
                keys(Keys::cursor, id),
                keys(Keys::lease, id),
                keys(Keys::fence, id))
            .on(keys(Keys::heartbeat, id), keys(Keys::presence, id), keys(Keys::sessions, id))
            .on(Patterns.processingLogs(id), keys(Keys::dead, id), keys(Keys::ledger, id))
            .on(keys(Keys::hold, id), keys(Keys::pauseHold, id), Patterns.rates())
            .reading(Keys.REGISTRY, Patterns.controls())
            .reading(keys(Keys::heartbeat, ANY), keys(Keys::presence, ANY));
    return List.of(
        root,
        appending().writing(Keys.APPROVALS),
        Grant.none().may("hset").writing(Keys.REGISTRY),
        Grant.none().may("expire").writing(each(TRANSIENT)),
        Grant.none().may("xread xrange xrevrange xlen").reading(Keys.BROADCAST),
        Grant.none().may("xtrim").writing(Keys.BROADCAST));
  }

  /** One that comes and goes under each of {@code ids}, asks, and waits for answers. */
  private static List<Grant> client(String... ids) {
    Grant root =
        Grant.none()
            .may(TRANSACT)
            .may("set get mget del exists expire pttl hget hset hgetall hkeys hdel hexists")
            .may("xrange xrevrange xread xlen xinfo|stream")
            .reading(Keys.REGISTRY, Keys.EVENTS, Patterns.controls())
            .reading(keys(Keys::heartbeat, ANY), keys(Keys::presence, ANY));
    for (String id : ids) {
      root =
          root.on(keys(Keys::inbox, id), keys(Keys::heartbeat, id), keys(Keys::presence, id))
              .on(keys(Keys::lease, id), keys(Keys::fence, id), Patterns.handed(id));
    }
    return List.of(
        root,
        appending(),
        Grant.none().may("hset hdel").writing(Keys.REGISTRY),
        Grant.none().may("expire").writing(each(TRANSIENT)),
        Grant.none().may("xlen xinfo|stream").reading(keys(Keys::inbox, ANY)));
  }

  private static List<Grant> stargazer() {
    Grant root =
        Grant.none()
            .may("time info hget hgetall hexists exists get mget")
            .may("xrange xrevrange xread xlen xinfo|stream")
            .reading(Keys.EVENTS, Keys.REGISTRY)
            .reading(keys(Keys::heartbeat, ANY), keys(Keys::presence, ANY), Patterns.controls());
    return List.of(root, Grant.none().may("xlen").reading(keys(Keys::inbox, ANY)));
  }

  private static List<Grant> operator() {
    Grant root =
        Grant.none()
            .may(TRANSACT)
            .may("info set get mget del exists expire pttl")
            .may("hget hset hgetall hkeys hdel hexists")
            .may("xrange xrevrange xread xlen xinfo|stream")
            .on(Keys.REGISTRY, Keys.AUDIT_HEAD, Patterns.controls())
            .on(keys(Keys::heartbeat, ANY), keys(Keys::presence, ANY), Patterns.handed(ANY))
            .reading(Keys.EVENTS, Keys.AUDIT);
    for (String id : TRANSIENT) {
      root = root.on(keys(Keys::inbox, id), keys(Keys::lease, id), keys(Keys::fence, id));
    }
    return List.of(
        root,
        appending().writing(Keys.BROADCAST, Keys.AUDIT),
        Grant.none().may("watch xrange xrevrange xlen xdel").on(Keys.APPROVALS),
        Grant.none().may("watch xrange xrevrange xlen xdel xinfo|stream").on(keys(Keys::dead, ANY)),
        Grant.none().may("watch hgetall del").on(Patterns.processingLogs(ANY)),
        Grant.none().may("xlen xinfo|stream").reading(keys(Keys::inbox, ANY), Keys.BROADCAST),
        Grant.none().may("xlen xrange xrevrange").reading(keys(Keys::ledger, ANY)));
  }

  private static List<Grant> keeper() {
    return List.of(
        Grant.none()
            .may("time info command")
            .may("acl|whoami acl|users acl|list acl|dryrun acl|load acl|log"));
  }

  private static Grant appending() {
    return Grant.none().may("xadd").writing(keys(Keys::inbox, ANY), Keys.EVENTS);
  }

  private static String[] each(String... ids) {
    return Stream.of(ids).map(id -> keys(Keys::inbox, id)).toArray(String[]::new);
  }
}
