package aether.redis.link;

import aether.redis.Certificate;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Remembers the TLS of the newest connection, to ask for the certificate it was shown. */
final class Peers implements NettyCustomizer {
  private volatile @Nullable SslHandler newest;

  @Override
  public void afterChannelInitialized(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls != null) {
      newest = tls;
    }
  }

  /** The server's; empty without TLS, and before the first connection. */
  Optional<Certificate> shown(String bus) {
    SslHandler tls = newest;
    if (tls == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(tls.engine().getSession().getPeerCertificates())
          .filter(chain -> chain.length > 0 && chain[0] instanceof X509Certificate)
          .map(chain -> (X509Certificate) chain[0])
          .map(first ->
              new Certificate(
                  "the certificate of the bus at " + bus, first.getNotAfter().toInstant()));
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }
}
