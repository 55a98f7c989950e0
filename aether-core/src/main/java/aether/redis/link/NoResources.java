package aether.redis.link;

import io.lettuce.core.event.EventBus;
import io.lettuce.core.event.EventPublisherOptions;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.EventLoopGroupProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.lettuce.core.resource.SocketAddressResolver;
import io.lettuce.core.tracing.Tracing;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.Timer;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** For a {@link PlainSocket}, which has no event loop, no timer and no threads to share. */
final class NoResources implements ClientResources {
  @Override
  public Tracing tracing() {
    return Tracing.disabled();
  }

  @Override
  public Builder mutate() {
    throw none();
  }

  @Override
  public Future<Boolean> shutdown() {
    throw none();
  }

  @Override
  public Future<Boolean> shutdown(long quietPeriod, long timeout, TimeUnit unit) {
    throw none();
  }

  @Override
  public AddressResolverGroup<?> addressResolverGroup() {
    throw none();
  }

  @Override
  public EventPublisherOptions commandLatencyPublisherOptions() {
    throw none();
  }

  @Override
  public CommandLatencyRecorder commandLatencyRecorder() {
    throw none();
  }

  @Override
  public int computationThreadPoolSize() {
    throw none();
  }

  @Override
  public EventBus eventBus() {
    throw none();
  }

  @Override
  public EventLoopGroupProvider eventLoopGroupProvider() {
    throw none();
  }

  @Override
  public EventExecutorGroup eventExecutorGroup() {
    throw none();
  }

  @Override
  public int ioThreadPoolSize() {
    throw none();
  }

  @Override
  public NettyCustomizer nettyCustomizer() {
    throw none();
  }

  @Override
  public Delay reconnectDelay() {
    throw none();
  }

  @Override
  public SocketAddressResolver socketAddressResolver() {
    throw none();
  }

  @Override
  public Timer timer() {
    throw none();
  }

  private static UnsupportedOperationException none() {
    return new UnsupportedOperationException("a plain connection has no such thing");
  }
}
