package aether.redis.link;

import aether.config.Namespace;
import aether.redis.Keys;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Keys, translated into the namespace of the bus, and values as UTF-8, encoded on the heap: the
 * library's own codec takes a buffer outside of it for each single word.
 */
final class PlainText implements RedisCodec<String, String> {
  private final Namespace namespace;

  PlainText(Namespace namespace) {
    this.namespace = namespace;
  }

  @Override
  public String decodeKey(ByteBuffer bytes) {
    return StringCodec.UTF8.decodeKey(bytes);
  }

  @Override
  public String decodeValue(ByteBuffer bytes) {
    return StringCodec.UTF8.decodeValue(bytes);
  }

  @Override
  public ByteBuffer encodeKey(String key) {
    return encodeValue(Keys.in(namespace, key));
  }

  @Override
  public ByteBuffer encodeValue(String value) {
    return ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8));
  }
}
