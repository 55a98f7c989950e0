package aether.redis.link;

import aether.config.BusAddress;
import aether.config.BusAddress.Tls;
import aether.config.BusRoute.Sentinels;
import aether.config.Secret;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How the client library is set up (docs: STACK, Lettuce). Limits stand here and nowhere else. */
final class Wiring {
  /** No command may take longer. */
  static final Duration COMMAND_LIMIT = Duration.ofSeconds(5);

  /** No read may wait longer in Redis; well below {@link #COMMAND_LIMIT}. */
  static final Duration BLOCK_LIMIT = Duration.ofSeconds(2);

  static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
  private static final int QUEUE_LIMIT = 10_000;

  private Wiring() {}

  static ClientResources resources(Peers peers) {
    return ClientResources.builder()
        .nettyCustomizer(peers)
        .ioThreadPoolSize(2)
        .computationThreadPoolSize(2)
        .commandLatencyRecorder(CommandLatencyRecorder.disabled())
        .addressResolverGroup(DefaultAddressResolverGroup.INSTANCE)
        .reconnectDelay(() ->
            Delay.fullJitter(
                Duration.ofMillis(50), Duration.ofSeconds(2), 2, TimeUnit.MILLISECONDS))
        .build();
  }

  static ClientOptions options(BusAddress address, boolean mending) {
    ClientOptions.Builder options =
        ClientOptions.builder()
            .autoReconnect(mending)
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .protocolVersion(ProtocolVersion.RESP2)
            .maintNotificationsConfig(MaintNotificationsConfig.disabled())
            .requestQueueSize(QUEUE_LIMIT)
            .timeoutOptions(TimeoutOptions.builder().fixedTimeout(COMMAND_LIMIT).build())
            .socketOptions(
                SocketOptions.builder().connectTimeout(CONNECT_LIMIT).keepAlive(true).build());
    address.tls().ifPresent(tls -> options.sslOptions(ssl(tls)));
    return options.build();
  }

  static RedisURI uri(BusAddress address) {
    RedisURI.Builder uri =
        address
            .route()
            .sentinels()
            .map(sentinels -> bySentinels(address, sentinels))
            .orElseGet(() ->
                protect(
                    RedisURI.builder().withHost(address.host()).withPort(address.port()), address));
    uri.withDatabase(address.db()).withTimeout(COMMAND_LIMIT);
    address
        .password()
        .map(Secret::reveal)
        .ifPresent(password -> authenticate(uri, address, password));
    return uri.build();
  }

  /** The sentinels are asked anew for each connection. */
  private static RedisURI.Builder bySentinels(BusAddress address, Sentinels sentinels) {
    RedisURI.Builder uri = RedisURI.builder().withSentinelMasterId(sentinels.primary());
    sentinels
        .nodes()
        .forEach(node -> {
          RedisURI.Builder sentinel =
              protect(RedisURI.builder().withHost(node.host()).withPort(node.port()), address)
                  .withTimeout(CONNECT_LIMIT);
          sentinels
              .password()
              .ifPresent(secret -> sentinel.withPassword(secret.reveal().toCharArray()));
          uri.withSentinel(sentinel.build());
        });
    return protect(uri, address);
  }

  private static RedisURI.Builder protect(RedisURI.Builder uri, BusAddress address) {
    return address.tls().isPresent() ? uri.withSsl(true).withVerifyPeer(SslVerifyMode.FULL) : uri;
  }

  private static void authenticate(RedisURI.Builder uri, BusAddress address, String password) {
    address
        .username()
        .ifPresentOrElse(
            user -> uri.withAuthentication(user, password.toCharArray()),
            () -> uri.withPassword(password.toCharArray()));
  }

  private static SslOptions ssl(Tls tls) {
    SslOptions.Builder ssl = SslOptions.builder().jdkSslProvider().protocols("TLSv1.3", "TLSv1.2");
    tls.ca().ifPresent(ca -> ssl.trustManager(ca.toFile()));
    tls.certificate()
        .ifPresent(certificate ->
            ssl.keyManager(
                certificate.toFile(), tls.key().orElse(certificate).toFile(), new char[0]));
    return ssl.build();
  }
}
