package aether.redis.link;

/** Something that answers one command at a time: a {@link Link} or an {@link Exchange}. */
public interface Asked {
  /** The reply of one command, {@code null} where Redis answers nil. */
  <T> T ask(Call<T> call);
}
